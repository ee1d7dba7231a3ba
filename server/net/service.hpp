#pragma once

#include "base/bounded_log.hpp"
#include "base/log.hpp"
#include "server/http/forwarded.hpp"
#include "server/http/message.hpp"
#include "server/net/address_counts.hpp"
#include "server/net/body_budget.hpp"
#include "server/net/connection_count.hpp"
#include "server/net/lanes.hpp"
#include "server/net/server.hpp"

namespace slipway::net {

/// What all connections share. It outlives them.
struct Service {
    ServerOptions options;
    http::Handler& handler;
    const Log& log;
    http::TrustedProxies proxies;
    ConnectionCount connections;
    AddressCounts connections_of;  // of each address
    BodyBudget bodies;
    BoundedLog noise;  // log lines that anonymous clients cause
    Lanes lanes;
};

}  // namespace slipway::net
