#pragma once

#include "server/http/forwarded.hpp"

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>

namespace slipway::net {

/// How many of something each address has, up to a limit. An IPv6 address counts as its /64 network, which one customer
/// has whole. Trusted proxies and peers on unix sockets, who speak for others, have no limit. Thread-safe; memory for
/// addresses that have some.
class AddressCounts {
public:
    AddressCounts(std::size_t limit, const http::TrustedProxies& unlimited) : limit_(limit), unlimited_(unlimited) {}

    /// False, and nothing counted, when the address has as many as it may.
    bool enter(std::string_view address);
    /// After an `enter` that was true.
    void leave(std::string_view address);

private:
    std::optional<http::IpAddress> counted(std::string_view address) const;

    const std::size_t limit_;
    const http::TrustedProxies& unlimited_;
    std::mutex mutex_;                               // guards the counts
    std::map<http::IpAddress, std::size_t> counts_;  // no zeros
};

}  // namespace slipway::net
