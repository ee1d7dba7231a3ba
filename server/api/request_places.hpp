#pragma once

#include "server/api/routes.hpp"
#include "server/http/message.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace slipway::api {

/// What answering a route costs: which lane of threads it takes (docs/threading.md).
http::Work work_of(const Route& route);

/// The same for a path that package managers and browsers read, when it cannot be answered at once.
http::Work work_of_files(std::span<const std::string> path, bool trailing_slash);

/// Whose turn it is, of those who ask without a token.
std::int64_t turn_of_address(const std::string& address);

}  // namespace slipway::api
