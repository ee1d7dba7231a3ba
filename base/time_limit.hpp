#pragma once

#include "base/result.hpp"

#include <chrono>

namespace slipway {

/// How long the work for one answer may take; without a duration for ever. Thread-safe.
class TimeLimit {
public:
    using Clock = std::chrono::steady_clock;

    TimeLimit() = default;
    explicit TimeLimit(Clock::duration from_now) : end_(Clock::now() + from_now) {}

    bool is_over() const { return end_ != Clock::time_point::max() && Clock::now() >= end_; }
    /// Faults: busy "took-too-long" when it is over.
    Result<> check() const;

private:
    Clock::time_point end_ = Clock::time_point::max();
};

/// What those are told for whom there was no more time.
Error took_too_long();

}  // namespace slipway
