#pragma once

#include "server/net/io_threads.hpp"
#include "server/net/service.hpp"
#include "server/net/tls.hpp"

#include <string>

namespace slipway::net {

/// Serves a client's connection on `thread`, its own, until it ends. Counted already by `service.connections`, which
/// the connection leaves. The references outlive the thread's io_context.
void start_plain_connection(Socket socket, Service& service, IoThread& thread, std::string peer);
void start_tls_connection(Socket socket, Service& service, IoThread& thread, std::string peer, const Tls& tls);

}  // namespace slipway::net
