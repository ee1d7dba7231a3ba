#pragma once

#include "base/result.hpp"
#include "base/unique_fd.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::net {

/// Where to listen.
struct ListenAddress {
    enum class Kind : unsigned char { http, https, unix_socket };
    Kind kind = Kind::http;
    std::string host;  // a numeric address without brackets, or the path of a unix socket
    std::uint16_t port = 0;

    /// "127.0.0.1:8080", "[::1]:0", "https://0.0.0.0:8443", "unix:/run/slipway.sock". Faults: invalid_input.
    static Result<ListenAddress> parse(std::string_view text);
    /// "http://127.0.0.1:8080", "https://[::1]:8443", "unix:/run/slipway.sock".
    std::string render() const;
};

/// Listening sockets for one address. Every IO thread has one of its own: on TCP the kernel spreads connections over
/// them (SO_REUSEPORT), unix sockets are duplicates of one. Not for sharing between threads while opening.
class ListeningSockets {
public:
    /// Faults: io (the address is in use, may not be bound …) and invalid_input (a path too long), naming the address.
    static Result<ListeningSockets> open(ListenAddress address, std::size_t count);

    /// With the port really bound.
    const ListenAddress& address() const { return address_; }
    /// One of the sockets, handed over.
    UniqueFd take();

private:
    explicit ListeningSockets(ListenAddress address) : address_(std::move(address)) {}
    Result<> open_tcp(std::size_t count);
    Result<> open_unix(std::size_t count);

    ListenAddress address_;
    std::vector<UniqueFd> sockets_;
};

}  // namespace slipway::net
