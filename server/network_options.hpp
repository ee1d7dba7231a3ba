#pragma once

#include "base/log.hpp"
#include "server/api/routing/limits.hpp"
#include "server/config.hpp"
#include "server/net/server.hpp"

#include <cstdint>

namespace slipway::server {

/// Returns what the settings say about the network. Raises the limit of open files as far as it may, divides it, and
/// logs the shares. `packs` is the number of packs that may be served.
net::ServerOptions network_options(const Config& config, std::uint64_t packs, const Log& log);
/// Returns what the settings say about requests.
api::ApiLimits api_limits(const Config& config);

}  // namespace slipway::server
