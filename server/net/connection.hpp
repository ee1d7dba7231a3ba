#pragma once

#include "server/net/io_threads.hpp"
#include "server/net/service.hpp"
#include "server/net/tls.hpp"

#include <memory>
#include <string>

namespace slipway::net {

/// A client's connection, from the accepted socket to its end.
class Session {
public:
    virtual ~Session() = default;
    /// Serves requests until the connection ends. Never throws.
    virtual awaitable<> run() = 0;
};

/// Counted already by `service.connections`; leaves it when destroyed. Called and destroyed on `thread`.
std::unique_ptr<Session> plain_session(Socket socket, Service& service, IoThread& thread, std::string peer);
std::unique_ptr<Session> tls_session(Socket socket, Service& service, IoThread& thread, std::string peer,
                                     const Tls& tls);

}  // namespace slipway::net
