#pragma once

#include "server/net/request_head.hpp"

#include <string>

namespace slipway::net {

enum class BodyStatus : unsigned char { more, complete, ended, malformed };

/// Moves bytes of a body, with a length or chunked, from `buffer` through the parser of its head to the end of `space`,
/// until that holds `most` bytes. Takes nothing behind the body's end. Requires that the head is complete and the
/// parser is eager.
BodyStatus take_body(Parser& parser, ReadBuffer& buffer, std::string& space, std::size_t most);

}  // namespace slipway::net
