#include "server/net/listen_address.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>
#include <sys/un.h>

namespace slipway::net {
namespace {

constexpr int backlog = 4096;  // the kernel lowers it to net.core.somaxconn

struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t size = 0;
    const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

std::optional<SocketAddress> socket_address(const std::string& host, std::uint16_t port) {
    SocketAddress address;
    auto* v4 = reinterpret_cast<sockaddr_in*>(&address.storage);
    if (::inet_pton(AF_INET, host.c_str(), &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        address.size = sizeof(sockaddr_in);
        return address;
    }
    auto* v6 = reinterpret_cast<sockaddr_in6*>(&address.storage);
    if (::inet_pton(AF_INET6, host.c_str(), &v6->sin6_addr) != 1) return std::nullopt;
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    address.size = sizeof(sockaddr_in6);
    return address;
}

/// Makes the error of a failed bind: the address is in use, the port is reserved for the system, or something else
/// failed.
Error bind_failed() {
    const int code = errno;
    const Fault fault = code == EADDRINUSE ? Fault::conflict : code == EACCES ? Fault::forbidden : Fault::io;
    return Error(fault, fmt::format("bind: {}", std::strerror(code)));
}

Error failed(const char* what) { return Error(Fault::io, fmt::format("{}: {}", what, std::strerror(errno))); }

enum class Share : unsigned char { no, yes };

Result<UniqueFd> bound(const SocketAddress& address, Share share) {
    UniqueFd socket(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket) return failed("socket");
    const int on = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (share == Share::yes) ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    if (::bind(socket.get(), address.get(), address.size) != 0) return bind_failed();
    return socket;
}

Result<std::uint16_t> bound_port(const UniqueFd& socket) {
    SocketAddress address;
    address.size = sizeof address.storage;
    if (::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address.storage), &address.size) != 0) {
        return failed("getsockname");
    }
    const bool is_v4 = address.storage.ss_family == AF_INET;
    return ntohs(is_v4 ? reinterpret_cast<const sockaddr_in*>(&address.storage)->sin_port
                       : reinterpret_cast<const sockaddr_in6*>(&address.storage)->sin6_port);
}

/// A socket file that nobody listens on is a leftover of a killed process.
void remove_if_stale(const SocketAddress& address, const std::string& path) {
    const UniqueFd probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const bool refused = ::connect(probe.get(), address.get(), address.size) != 0 && errno == ECONNREFUSED;
    if (refused) ::unlink(path.c_str());
}

}  // namespace

Result<ListenAddress> ListenAddress::parse(std::string_view text) {
    const Error bad(
        Fault::invalid_input,
        fmt::format("'{}' is not an address to listen on: ADDR:PORT, localhost:PORT, :PORT, *:PORT or PORT (every IPv4 "
                    "address), https:// before one of them, or unix:PATH",
                    text));
    ListenAddress address;
    if (text.starts_with("unix:")) {
        address.kind = Kind::unix_socket;
        address.host = text.substr(5);
        if (address.host.empty()) return bad;
        return address;
    }
    if (text.starts_with("https://")) address.kind = Kind::https;
    if (text.starts_with("https://") || text.starts_with("http://")) text.remove_prefix(text.find("//") + 2);
    const auto colon = text.rfind(':');
    auto host = colon == std::string_view::npos ? std::string_view() : text.substr(0, colon);
    const auto port = parse_decimal(text.substr(colon + 1));  // of all of it where there is no colon
    if (host.empty() || host == "*") host = "0.0.0.0";
    if (host == "localhost") host = "127.0.0.1";
    const bool bracketed = host.starts_with('[') && host.ends_with(']');
    if (bracketed) host = host.substr(1, host.size() - 2);
    address.host = host;
    if (!port || *port > 65535 || !socket_address(address.host, 0)) return bad;
    if (bracketed != (host.find(':') != std::string_view::npos)) return bad;
    address.port = static_cast<std::uint16_t>(*port);
    return address;
}

std::string ListenAddress::render() const {
    if (kind == Kind::unix_socket) return "unix:" + host;
    const bool is_v6 = host.find(':') != std::string::npos;
    return fmt::format("{}://{}{}{}:{}", kind == Kind::https ? "https" : "http", is_v6 ? "[" : "", host,
                       is_v6 ? "]" : "", port);
}

Result<ListeningSockets> ListeningSockets::open(ListenAddress address, std::size_t count) {
    ListeningSockets sockets(std::move(address));
    const bool is_unix = sockets.address_.kind == ListenAddress::Kind::unix_socket;
    const auto step = "listening on " + sockets.address_.render();
    TRY((is_unix ? sockets.open_unix(count) : sockets.open_tcp(count)).during(step));
    for (const auto& socket : sockets.sockets_)
        if (::listen(socket.get(), backlog) != 0) return failed("listen").during(step);
    return sockets;
}

Result<> ListeningSockets::open_tcp(std::size_t count) {
    // SO_REUSEPORT lets a second daemon of the same user bind the same port and take half of the connections: a bind
    // without it first finds out whether somebody listens there.
    if (address_.port != 0) TRY(bound(*socket_address(address_.host, address_.port), Share::no));
    while (sockets_.size() < count) {
        sockets_.push_back(TRY(bound(*socket_address(address_.host, address_.port), Share::yes)));
        if (address_.port == 0) address_.port = TRY(bound_port(sockets_.back()));
    }
    return {};
}

Result<> ListeningSockets::open_unix(std::size_t count) {
    SocketAddress address;
    auto* path = reinterpret_cast<sockaddr_un*>(&address.storage);
    if (address_.host.size() >= sizeof path->sun_path) return Error(Fault::invalid_input, "the path is too long");
    path->sun_family = AF_UNIX;
    address_.host.copy(path->sun_path, address_.host.size());
    address.size = sizeof(sockaddr_un);
    remove_if_stale(address, address_.host);
    sockets_.push_back(TRY(bound(address, Share::no)));
    while (sockets_.size() < count) {
        sockets_.emplace_back(::fcntl(sockets_.front().get(), F_DUPFD_CLOEXEC, 0));
        if (!sockets_.back()) return failed("dup");
    }
    return {};
}

UniqueFd ListeningSockets::take() {
    auto socket = std::move(sockets_.back());
    sockets_.pop_back();
    return socket;
}

}  // namespace slipway::net
