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

/// How many refusals of each token are worth an event of their own: ten in any minute. Those beyond are counted, and
/// become one event together a minute after the first of them, so that neither a misconfigured job nor a thief who
/// tries everything can bury the audit log. Thread-safe; memory for tokens refused lately.
class RefusalLimit {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::size_t events_of_a_minute = 10;

    /// A refusal to this token: whether it is to be an event; else it is counted.
    bool admit(const KnownToken& token, Time now);

    struct Counted {
        std::string actor;
        std::uint64_t count = 0;
    };
    /// The counts whose time has come at `now`.
    std::vector<Counted> take_due(Time now);

private:
    struct Token {
        std::string actor;
        std::deque<Time> admitted;  // the last ones, at most `events_of_a_minute`
        std::uint64_t counted = 0;
        Time counting_since{};
    };
    std::mutex mutex_;  // guards the tokens
    std::map<storage::RowId, Token> tokens_;
};

}  // namespace slipway::publishing
