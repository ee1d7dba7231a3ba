#pragma once

#include "base/log.hpp"
#include "server/http/forwarded.hpp"
#include "server/http/message.hpp"
#include "server/net/blocking_pool.hpp"
#include "server/net/connection_count.hpp"
#include "server/net/server.hpp"

namespace slipway::net {

/// What all connections share. Outlives them.
struct Service {
    ServerOptions options;
    http::Handler& handler;
    const Log& log;
    http::TrustedProxies proxies;
    ConnectionCount connections;
    BlockingPool disk;
};

}  // namespace slipway::net
