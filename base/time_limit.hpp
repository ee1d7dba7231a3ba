#pragma once

#include "base/result.hpp"

#include <algorithm>
#include <chrono>

namespace slipway {

/// Limits how long the work for one answer may take. Without a duration there is no limit. Thread-safe.
class TimeLimit {
public:
    using Clock = std::chrono::steady_clock;

    TimeLimit() = default;
    explicit TimeLimit(Clock::duration from_now) : end_(Clock::now() + from_now) {}

    bool is_set() const { return end_ != Clock::time_point::max(); }
    /// What is left of it, and not less than nothing. Precondition: it is set.
    Clock::duration left() const { return std::max(end_ - Clock::now(), Clock::duration::zero()); }
    bool is_over() const { return end_ != Clock::time_point::max() && Clock::now() >= end_; }
    /// Fails if the limit is over. Faults: busy "took-too-long".
    Result<> check() const;

private:
    Clock::time_point end_ = Clock::time_point::max();
};

/// Returns the error for an answer that took too long.
Error took_too_long();

}  // namespace slipway
