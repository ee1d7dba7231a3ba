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

/// The listening sockets for one address, one for each IO thread. On TCP the kernel distributes connections over them
/// (SO_REUSEPORT); unix sockets are duplicates of one. One thread at a time may open them.
class ListeningSockets {
public:
    /// Faults: io (the address is in use, may not be bound …) and invalid_input (a path too long), naming the address.
    static Result<ListeningSockets> open(ListenAddress address, std::size_t count);

    /// Returns the address with the port that was bound.
    const ListenAddress& address() const { return address_; }
    /// Hands one of the sockets over.
    UniqueFd take();

private:
    explicit ListeningSockets(ListenAddress address) : address_(std::move(address)) {}
    Result<> open_tcp(std::size_t count);
    Result<> open_unix(std::size_t count);

    ListenAddress address_;
    std::vector<UniqueFd> sockets_;
};

}  // namespace slipway::net
