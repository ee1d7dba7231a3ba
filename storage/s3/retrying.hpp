#pragma once

#include "storage/s3/http.hpp"

#include <chrono>
#include <cstdint>

namespace slipway::s3 {

/// Limits the time and the repetitions of calls.
struct Limits {
    std::chrono::milliseconds call =
        std::chrono::seconds(30);        // for all attempts and pauses, besides the time for bytes
    std::uint64_t slowest = 256 * 1024;  // bytes per second; gives the time for bytes
    unsigned attempts = 5;
};

/// Returns how long a call may take that transfers so many bytes.
std::chrono::milliseconds time_for(const Limits& limits, std::uint64_t bytes);

/// Returns whether another attempt may succeed. Every operation may be carried out twice: objects are written whole,
/// parts are replaced, and what is deleted stays deleted.
bool is_worth_repeating(const Attempt& attempt);

/// Returns the pause before attempt number `attempt` (the first repetition is 1). It is 100 ms, doubled each time up to
/// 5 s, of which `jitter` in [0, 1) takes between half and all. If Retry-After is longer, it is that, up to 20 s.
std::chrono::milliseconds pause_before(unsigned attempt, const Attempt& last, double jitter);

}  // namespace slipway::s3
