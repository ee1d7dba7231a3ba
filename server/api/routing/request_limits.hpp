#pragma once

#include "base/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace slipway::api {

/// Limits how many requests of one client, a token or an address, are carried out at once and begin within a second: of
/// the API, pages and directories. Thread-safe and fast.
class RequestLimits {
public:
    using Time = std::chrono::steady_clock::time_point;
    struct Limits {
        std::size_t at_once = 64;
        std::size_t per_second = 1000;  // on average; several seconds' worth may come together
    };
    explicit RequestLimits(Limits limits);

    /// Counts a request as long as the result lives (which may outlive this object). Faults: busy "too-many-requests".
    Result<std::shared_ptr<void>> begin(std::int64_t client, Time now);
    /// Counts a request whose number at once has another limit, or needs none. Faults: as above.
    Result<> count(std::int64_t client, Time now);
    /// The number of clients that are remembered.
    std::size_t clients() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

/// Returns the turn of a client without a token. An IPv6 /64 network, which one customer has, is one client.
std::int64_t turn_of_address(const std::string& address);

}  // namespace slipway::api
