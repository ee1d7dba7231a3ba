#pragma once

#include "base/lru_cache.hpp"
#include "server/http/forwarded.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>

namespace slipway::api {

/// Counts invalid tokens by the address that sent them (for IPv6 by its /64 network). Twenty in a minute get the usual
/// answer, further ones get 429. A valid token still passes from any address, because one broken job must not lock out
/// the others behind its gateway. Nobody guesses 238 bits; the limit only bounds the load that guessing causes.
/// Remembers the last addresses only. Thread-safe.
class FailedLogins {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::uint64_t of_a_minute = 20;
    static constexpr std::size_t addresses = 10'000;

    /// Counts one more. Returns true if there were too many recently.
    bool record(std::string_view address, Time now);
    /// Whether one more would be too many.
    bool has_too_many(std::string_view address, Time now) const;

private:
    struct Minute {
        Time began{};
        std::uint64_t count = 0;
    };
    mutable std::mutex mutex_;  // guards the one below
    LruCache<http::IpAddress, Minute> latest_{addresses};
};

}  // namespace slipway::api
