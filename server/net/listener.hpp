#pragma once

#include "base/unique_fd.hpp"
#include "server/net/connection.hpp"
#include "server/net/listen_address.hpp"

namespace slipway::net {

/// Accepts on one socket for one of the IO threads, and starts connections there, until the thread drains. `tls` is
/// null for plain HTTP. What the references refer to outlives the thread's io_context.
void start_listener(UniqueFd socket, ListenAddress::Kind kind, Service& service, IoThreads& threads, IoThread& thread,
                    const Tls* tls);

}  // namespace slipway::net
