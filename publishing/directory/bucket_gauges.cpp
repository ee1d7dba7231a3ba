#include "publishing/directory/bucket_gauges.hpp"

#include <chrono>
#include <limits>

namespace slipway::publishing {
namespace {

double in_seconds(std::chrono::nanoseconds duration) { return std::chrono::duration<double>(duration).count(); }

BucketGauges::Operation gauges_of_operation(const s3::CallCounts& counts, s3::Operation operation) {
    BucketGauges::Operation gauges{name_of(operation), counts.attempts(operation),
                                   in_seconds(counts.duration(operation))};
    for (std::size_t i = 0; i < s3::outcome_count; ++i) {
        const auto outcome = static_cast<s3::Outcome>(i);
        if (const auto n = counts.ended(operation, outcome); n > 0) gauges.outcomes.emplace_back(name_of(outcome), n);
    }
    std::uint64_t so_far = 0;
    for (std::size_t bucket = 0; bucket <= s3::CallCounts::bounds.size(); ++bucket) {
        so_far += counts.in_bucket(operation, bucket);
        const bool is_bounded = bucket < s3::CallCounts::bounds.size();
        gauges.up_to.emplace_back(
            is_bounded ? in_seconds(s3::CallCounts::bounds.at(bucket)) : std::numeric_limits<double>::infinity(),
            so_far);
    }
    return gauges;
}

}  // namespace

BucketGauges gauges_of(const storage::BucketAccess& bucket, const storage::ObjectCache& cache) {
    const auto& counts = bucket.counts();
    BucketGauges gauges;
    for (std::size_t i = 0; i < s3::operation_count; ++i) {
        const auto operation = static_cast<s3::Operation>(i);
        if (counts.attempts(operation) > 0) gauges.operations.push_back(gauges_of_operation(counts, operation));
    }
    gauges.bytes_sent = counts.sent();
    gauges.bytes_received = counts.received();
    const auto copies = cache.gauges();
    gauges.cache_bytes = copies.bytes;
    gauges.cache_objects = copies.copies;
    gauges.cache_hits = copies.hits;
    gauges.cache_misses = copies.misses;
    gauges.cache_evictions = copies.evicted;
    return gauges;
}

}  // namespace slipway::publishing
