#pragma once

#include "storage/s3/calls.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace slipway::s3 {

/// Counts calls, for metrics. Thread-safe, without a lock.
class CallCounts final : public CallObserver {
public:
    /// Upper bounds of the buckets of durations. A bucket for longer ones follows.
    static constexpr std::array<std::chrono::milliseconds, 10> bounds = {
        std::chrono::milliseconds(5),     std::chrono::milliseconds(10),   std::chrono::milliseconds(25),
        std::chrono::milliseconds(50),    std::chrono::milliseconds(100),  std::chrono::milliseconds(250),
        std::chrono::milliseconds(1000),  std::chrono::milliseconds(2500), std::chrono::milliseconds(10'000),
        std::chrono::milliseconds(30'000)};

    void observe(const Call& call) override;

    std::uint64_t ended(Operation operation, Outcome outcome) const;
    /// Returns how many requests were sent, with repetitions.
    std::uint64_t attempts(Operation operation) const;
    /// Returns how many calls took at most `bounds[bucket]`, and more than the bound before. The bucket `bounds.size()`
    /// is for longer ones.
    std::uint64_t in_bucket(Operation operation, std::size_t bucket) const;
    std::chrono::nanoseconds duration(Operation operation) const;
    std::uint64_t sent() const { return sent_.load(std::memory_order_relaxed); }
    std::uint64_t received() const { return received_.load(std::memory_order_relaxed); }

private:
    using Count = std::atomic<std::uint64_t>;
    struct OfOperation {
        std::array<Count, outcome_count> ended{};
        std::array<Count, bounds.size() + 1> buckets{};
        Count attempts = 0;
        Count nanoseconds = 0;
    };
    const OfOperation& at(Operation operation) const { return counts_.at(static_cast<std::size_t>(operation)); }

    std::array<OfOperation, operation_count> counts_{};
    Count sent_ = 0;
    Count received_ = 0;
};

}  // namespace slipway::s3
