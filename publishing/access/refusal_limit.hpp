#pragma once

#include "publishing/access/tokens.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace slipway::publishing {

/// Limits the refusals of a token that get an event of their own to ten in any minute. Those beyond are counted, and
/// become one event together a minute after the first of them. So neither a misconfigured job nor a thief that tries
/// everything can bury the audit log. Thread-safe; takes memory for tokens refused lately.
class RefusalLimit {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::size_t events_of_a_minute = 10;

    /// Returns true if a refusal to this token gets an event of its own. Otherwise counts it.
    bool take(const KnownToken& token, Time now);

    struct Counted {
        std::string actor;
        std::uint64_t count = 0;
    };
    /// Returns and removes the counts that are due at `now`.
    std::vector<Counted> take_due(Time now);

private:
    struct Token {
        std::string actor;
        std::deque<Time> event_times;  // the last ones, at most `events_of_a_minute`
        std::uint64_t counted = 0;
        Time counting_since{};
    };
    std::mutex mutex_;  // guards the tokens
    std::map<storage::RowId, Token> tokens_;
};

}  // namespace slipway::publishing
