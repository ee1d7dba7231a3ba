#pragma once

#include <chrono>
#include <mutex>
#include <random>

namespace slipway::s3 {

/// Gives time, pauses and random numbers, so that tests need not wait. Thread-safe.
class Timing {
public:
    virtual ~Timing() = default;
    virtual std::chrono::steady_clock::time_point now() const = 0;
    virtual void pause(std::chrono::milliseconds length) = 0;
    /// Returns another number in [0, 1) each time.
    virtual double jitter() = 0;
};

/// `pause` blocks.
class SystemTiming final : public Timing {
public:
    SystemTiming();
    std::chrono::steady_clock::time_point now() const override;
    void pause(std::chrono::milliseconds length) override;
    double jitter() override;

private:
    std::mutex mutex_;
    std::minstd_rand random_;  // guarded by `mutex_`
};

}  // namespace slipway::s3
