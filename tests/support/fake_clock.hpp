#pragma once

#include "base/clock.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>

namespace slipway::testing {

/// A clock that stands still until it is moved.
class FakeClock final : public Clock {
public:
    Seconds now() const override { return Seconds(std::chrono::seconds(now_.load())); }
    void advance(std::chrono::seconds by) { now_ += by.count(); }

private:
    std::atomic<std::int64_t> now_{1'800'000'000};
};

}  // namespace slipway::testing
