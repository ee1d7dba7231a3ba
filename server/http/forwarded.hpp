#pragma once

#include "base/result.hpp"
#include "server/http/message.hpp"

#include <array>
#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::http {

/// An IP address as 16 bytes; IPv4 in its IPv6-mapped form, so that both spellings of one address are equal.
struct IpAddress {
    std::array<unsigned char, 16> bytes{};

    static std::optional<IpAddress> parse(std::string_view text);
    /// The inverse of `parse`; mapped addresses in dotted form.
    std::string render() const;
    /// Returns what one client has: an IPv4 address, or the /64 network of an IPv6 address.
    IpAddress network() const;
    auto operator<=>(const IpAddress&) const = default;
};

/// The proxies whose X-Forwarded-For is trusted.
class TrustedProxies {
public:
    /// The address of a peer on a unix socket, and the entry that trusts such peers.
    static constexpr std::string_view unix_peer = "unix";

    /// Addresses ("10.0.0.1"), networks ("10.0.0.0/8", "fd00::/8") and "unix". Faults: invalid_input naming the entry.
    static Result<TrustedProxies> parse(const std::vector<std::string>& entries);

    bool trusts(std::string_view address) const;

    /// Returns the client's address: `peer` unless that is trusted; then the rightmost X-Forwarded-For entry that is
    /// not trusted (the leftmost if all are). An entry that is not an address ends the search, because entries left of
    /// it may be forged.
    std::string client_address(std::string_view peer, const Headers& headers) const;

private:
    struct Network {
        IpAddress address;
        unsigned prefix_bits = 128;
    };
    static Result<Network> parse_network(std::string_view entry);

    std::vector<Network> networks_;
    bool unix_ = false;
};

}  // namespace slipway::http
