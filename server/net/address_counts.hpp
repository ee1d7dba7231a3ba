#pragma once

#include "server/http/forwarded.hpp"

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>

namespace slipway::net {

/// Counts something for each address, up to a limit. An IPv6 address counts as its /64 network, because one customer
/// has all of it. Trusted proxies and peers on unix sockets, which speak for others, have no limit. Thread-safe. Takes
/// memory only for addresses whose count is not zero.
class AddressCounts {
public:
    AddressCounts(std::size_t limit, const http::TrustedProxies& unlimited) : limit_(limit), unlimited_(unlimited) {}

    /// Returns false, and counts nothing, if the address has reached the limit.
    bool enter(std::string_view address);
    /// Must follow each `enter` that returned true.
    void leave(std::string_view address);

private:
    std::optional<http::IpAddress> counted(std::string_view address) const;

    const std::size_t limit_;
    const http::TrustedProxies& unlimited_;
    std::mutex mutex_;                               // guards the counts
    std::map<http::IpAddress, std::size_t> counts_;  // no zeros
};

}  // namespace slipway::net
