#pragma once

#include "server/http/forwarded.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <string_view>

namespace slipway::api {

/// Secrets that were no token's, by the address that sent them (of IPv6 its /64 network): twenty in a minute are
/// answered as such, those beyond get 429. A valid token still passes, from any address: one broken job must not lock
/// out the others behind its gateway, and nobody guesses 238 bits; what is bounded is the trouble that guessing makes.
/// Remembers the last addresses only. Thread-safe.
class FailedLogins {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::uint64_t of_a_minute = 20;
    static constexpr std::size_t addresses = 10'000;

    /// Another one came. True: too many did, of late.
    bool note(std::string_view address, Time now);

private:
    struct Entry {
        http::IpAddress address;
        Time began{};
        std::uint64_t count = 0;
    };
    std::mutex mutex_;  // guards the two below
    std::list<Entry> latest_first_;
    std::map<http::IpAddress, std::list<Entry>::iterator> by_address_;
};

}  // namespace slipway::api
