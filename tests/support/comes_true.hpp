#pragma once

#include <chrono>
#include <functional>

namespace slipway::testing {

/// Waits until `condition` holds. False when it does not within that time, which a busy machine must not reach.
bool comes_true(const std::function<bool()>& condition, std::chrono::seconds within = std::chrono::seconds(60));

}  // namespace slipway::testing
