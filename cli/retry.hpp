#pragma once

#include "base/clock.hpp"
#include "cli/transport.hpp"

#include <chrono>

namespace slipway::cli {

/// Whether another attempt can end better and does no harm. Refusals (4xx) are final, but 429. A request that must not
/// be carried out twice is repeated only if it never left, or if the server says that nothing was changed (429, 503).
bool is_worth_repeating(const Outcome& outcome, Repeat repeat);

/// How long to wait before attempt number `attempt` (the first repetition is 1): what Retry-After says, in seconds or
/// as a date, else 1 s doubled each time up to 30 s, of which between half and all is waited, as `jitter` in [0, 1)
/// says, so that a hundred builds do not come back at once. Never longer than five minutes.
std::chrono::milliseconds pause_before(unsigned attempt, const Outcome& outcome, Seconds now, double jitter);

}  // namespace slipway::cli
