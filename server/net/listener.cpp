#include "server/net/listener.hpp"

#include "base/job_guard.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <string_view>

namespace slipway::net {
namespace {

constexpr std::chrono::milliseconds pause_after_failure{100};

constexpr std::string_view too_many_connections =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: 22\r\nCache-Control: no-store\r\n"
    "X-Content-Type-Options: nosniff\r\nRetry-After: 10\r\nConnection: close\r\n\r\nToo many connections.\n";

/// "unix" for a unix socket, empty for a connection that has gone already.
std::string peer_of(Socket& socket) {
    error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    if (error) return {};
    http::IpAddress address;
    const auto* any = endpoint.data();
    if (any->sa_family == AF_INET6) {
        const auto& v6 = reinterpret_cast<const sockaddr_in6*>(any)->sin6_addr;
        std::copy(std::begin(v6.s6_addr), std::end(v6.s6_addr), address.bytes.begin());
        return address.render();
    }
    if (any->sa_family != AF_INET) return std::string(http::TrustedProxies::unix_peer);
    const auto& v4 = reinterpret_cast<const sockaddr_in*>(any)->sin_addr;
    address.bytes.at(10) = address.bytes.at(11) = 0xff;
    std::memcpy(address.bytes.data() + 12, &v4, sizeof v4);
    return address.render();
}

class Listener final : private Deadlines::Watched {
public:
    Listener(UniqueFd socket, ListenAddress::Kind kind, Service& service, IoThreads& threads, IoThread& thread,
             const Tls* tls)
        : acceptor_(thread.context),
          retry_(thread.context),
          kind_(kind),
          service_(service),
          threads_(threads),
          thread_(thread),
          tls_(tls) {
        const bool is_unix = kind == ListenAddress::Kind::unix_socket;
        acceptor_.assign(asio::generic::stream_protocol(is_unix ? AF_UNIX : AF_INET, 0), socket.release());
        thread_.deadlines.add(*this);
    }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener() { thread_.deadlines.remove(*this); }

    awaitable<> run();

private:
    void time_out() override {}
    void drain() override;
    void abort() override { drain(); }
    std::optional<Seat> find_seat(std::string peer);
    void begin(Socket socket);

    Acceptor acceptor_;
    Timer retry_;
    const ListenAddress::Kind kind_;
    Service& service_;
    IoThreads& threads_;
    IoThread& thread_;
    const Tls* tls_;
};

void Listener::drain() {
    error_code ignored;  // the descriptor is gone afterwards in any case
    acceptor_.close(ignored);
    retry_.cancel();
}

awaitable<> Listener::run() {
    const JobGuard guard(service_.log);  // what ends one connection must not end the listening
    error_code error;
    while (acceptor_.is_open()) {
        Socket socket(thread_.context.get_executor());
        co_await acceptor_.async_accept(socket, asio::redirect_error(use_awaitable, error));
        if (!error) {
            guard.run("beginning a connection", [&] { begin(std::move(socket)); });
        } else if (acceptor_.is_open()) {
            // Out of descriptors, most likely: connections wait in the backlog until some are free.
            service_.noise.info("accept-failed", {{"error", error.message()}});
            retry_.expires_after(pause_after_failure);
            co_await retry_.async_wait(asio::redirect_error(use_awaitable, error));
        }
    }
}

/// Nothing: there is no place. When none is left, the client that has said nothing for longest loses its own.
std::optional<Seat> Listener::find_seat(std::string peer) {
    if (!service_.connections_of.enter(peer)) {
        service_.noise.info("too many connections of one address", {{"address", peer}});
        return std::nullopt;
    }
    const bool is_full = !service_.connections.enter();
    if (is_full && !threads_.make_room()) {
        service_.connections_of.leave(peer);
        service_.noise.info("too many connections", {{"address", peer}});
        return std::nullopt;
    }
    if (is_full) service_.connections.enter_instead();
    Seat seat(service_, std::move(peer));
    if (is_full) service_.noise.info("an idle connection made room for a new one", {{"address", seat.peer()}});
    return seat;
}

void Listener::begin(Socket socket) {
    auto seat = find_seat(peer_of(socket));
    if (!seat) {
        // Whether the client reads this or not makes no difference to the server. Under TLS it could not be read.
        if (kind_ != ListenAddress::Kind::https) {
            ::send(socket.native_handle(), too_many_connections.data(), too_many_connections.size(),
                   MSG_DONTWAIT | MSG_NOSIGNAL);
        }
        return;
    }
    if (kind_ != ListenAddress::Kind::unix_socket) {
        const int on = 1;
        ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    if (tls_ != nullptr)
        start_tls_connection(std::move(socket), std::move(*seat), thread_, *tls_);
    else
        start_plain_connection(std::move(socket), std::move(*seat), thread_);
}

awaitable<> run_listener(std::unique_ptr<Listener> listener) { co_await listener->run(); }

}  // namespace

void start_listener(UniqueFd socket, ListenAddress::Kind kind, Service& service, IoThreads& threads, IoThread& thread,
                    const Tls* tls) {
    auto listener = std::make_unique<Listener>(std::move(socket), kind, service, threads, thread, tls);
    asio::co_spawn(thread.context, run_listener(std::move(listener)), asio::detached);
}

}  // namespace slipway::net
