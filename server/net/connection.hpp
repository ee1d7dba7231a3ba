#pragma once

#include "server/net/io_threads.hpp"
#include "server/net/service.hpp"
#include "server/net/tls.hpp"

#include <string>
#include <utility>

namespace slipway::net {

/// A connection's place in the count of all connections and in that of its address. The service has counted it; it
/// leaves both counts at its end.
class Seat {
public:
    Seat(Service& service, std::string peer) : service_(&service), peer_(std::move(peer)) {}
    Seat(Seat&& other) noexcept : service_(std::exchange(other.service_, nullptr)), peer_(std::move(other.peer_)) {}
    Seat& operator=(Seat&&) = delete;
    ~Seat() {
        if (service_ == nullptr) return;  // moved from
        service_->connections_of.leave(peer_);
        service_->connections.leave();
    }

    Service& service() const { return *service_; }
    const std::string& peer() const { return peer_; }

private:
    Service* service_;
    std::string peer_;
};

/// Serves a client's connection on `thread`, its own, until it ends. The references outlive the thread's io_context.
void start_plain_connection(Socket socket, Seat seat, IoThread& thread);
void start_tls_connection(Socket socket, Seat seat, IoThread& thread, const Tls& tls);

}  // namespace slipway::net
