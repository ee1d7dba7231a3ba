#include "storage/s3/call_counts.hpp"

#include <algorithm>

namespace slipway::s3 {

void CallCounts::observe(const Call& call) {
    auto& counts = counts_.at(static_cast<std::size_t>(call.operation));
    const auto bucket = std::lower_bound(bounds.begin(), bounds.end(), call.duration) - bounds.begin();
    const auto nanoseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(0, call.duration.count()));
    counts.ended.at(static_cast<std::size_t>(call.outcome)).fetch_add(1, std::memory_order_relaxed);
    counts.buckets.at(static_cast<std::size_t>(bucket)).fetch_add(1, std::memory_order_relaxed);
    counts.attempts.fetch_add(call.attempts, std::memory_order_relaxed);
    counts.nanoseconds.fetch_add(nanoseconds, std::memory_order_relaxed);
    sent_.fetch_add(call.sent, std::memory_order_relaxed);
    received_.fetch_add(call.received, std::memory_order_relaxed);
}

std::uint64_t CallCounts::ended(Operation operation, Outcome outcome) const {
    return at(operation).ended.at(static_cast<std::size_t>(outcome)).load(std::memory_order_relaxed);
}

std::uint64_t CallCounts::attempts(Operation operation) const {
    return at(operation).attempts.load(std::memory_order_relaxed);
}

std::uint64_t CallCounts::in_bucket(Operation operation, std::size_t bucket) const {
    return at(operation).buckets.at(bucket).load(std::memory_order_relaxed);
}

std::chrono::nanoseconds CallCounts::duration(Operation operation) const {
    return std::chrono::nanoseconds(at(operation).nanoseconds.load(std::memory_order_relaxed));
}

}  // namespace slipway::s3
