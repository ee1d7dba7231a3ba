#pragma once

#include "storage/s3/http.hpp"

#include <chrono>
#include <cstdint>

namespace slipway::s3 {

/// How long calls may take and how often they are repeated.
struct Limits {
    std::chrono::milliseconds call = std::chrono::seconds(30);  // all attempts and pauses, besides the bytes' own time
    std::uint64_t slowest = 256 * 1024;  // bytes in a second, by which bytes get time of their own
    unsigned attempts = 5;
};

/// The time that a call may take which moves so many bytes.
std::chrono::milliseconds time_for(const Limits& limits, std::uint64_t bytes);

/// Whether another attempt can end better. Every operation of this room may be carried out twice: objects are written
/// whole, parts are replaced, and what is deleted stays deleted.
bool is_worth_repeating(const Attempt& attempt);

/// The pause before attempt number `attempt` (the first repetition is 1): 100 ms, doubled each time up to 5 s, of which
/// between half and all is waited, as `jitter` in [0, 1) says; what Retry-After says if that is longer, up to 20 s.
std::chrono::milliseconds pause_before(unsigned attempt, const Attempt& last, double jitter);

}  // namespace slipway::s3
