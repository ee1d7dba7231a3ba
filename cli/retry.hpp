#pragma once

#include "base/clock.hpp"
#include "cli/transport.hpp"

#include <chrono>

namespace slipway::cli {

/// Returns whether another attempt can end better and does no harm. Refusals (4xx) except 429 are final. A request that
/// must not be carried out twice is repeated only if it was never sent, or if the server says that nothing was changed
/// (429, 503).
bool is_worth_repeating(const Outcome& outcome, Repeat repeat);

/// Returns how long to wait before attempt number `attempt` (the first repetition is 1): the time in Retry-After, in
/// seconds or as a date, else 1 s doubled each time up to 30 s. `jitter` in [0, 1) shortens the latter by up to a half,
/// so that a hundred builds do not return at once. It is never longer than five minutes.
std::chrono::milliseconds pause_before(unsigned attempt, const Outcome& outcome, Seconds now, double jitter);

}  // namespace slipway::cli
