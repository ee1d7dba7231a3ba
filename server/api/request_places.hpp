#pragma once

#include "server/http/message.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace slipway::api {

/// What answering a path costs that package managers and browsers read, when it cannot be answered at once: which lane
/// of threads it takes (docs/threading.md). Those of the API say it in their operation.
http::Work work_of_files(std::span<const std::string> path, bool trailing_slash);

/// Whose turn it is, of those who ask without a token.
std::int64_t turn_of_address(const std::string& address);

}  // namespace slipway::api
