#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace slipway::net {

/// Says how long to wait for the next bytes of a body. There are two rules: one wait lasts at most the idle limit, and
/// the whole body needs at least `slowest` bytes a second after a grace of one idle limit. With the first alone a
/// client that sends a byte a minute would stay for ever; a limit on the whole alone would end an honest slow upload.
/// Only time spent waiting counts, not the time that the server takes to store bytes.
class BodyPace {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::uint64_t slowest = 256;  // bytes a second

    explicit BodyPace(Clock::duration idle, Clock::time_point end = Clock::time_point::max())
        : idle_(idle), end_(end) {}

    Clock::time_point deadline(Clock::time_point now) const {
        const auto earned = idle_ + std::chrono::seconds(received_ / slowest);
        return std::min(end_, now + std::clamp(earned - waited_, Clock::duration::zero(), idle_));
    }
    void received(std::uint64_t bytes, Clock::duration waited) {
        received_ += bytes;
        waited_ += waited;
    }

private:
    Clock::duration idle_;
    Clock::time_point end_;
    std::uint64_t received_ = 0;
    Clock::duration waited_{};
};

}  // namespace slipway::net
