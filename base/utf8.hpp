#pragma once

#include <cstddef>
#include <string_view>

namespace slipway {

/// Length of the well-formed UTF-8 sequence at the start of `text` (RFC 3629: no surrogates, no overlong forms), or 0.
/// Precondition: `text` is not empty.
std::size_t utf8_sequence(std::string_view text);

}  // namespace slipway
