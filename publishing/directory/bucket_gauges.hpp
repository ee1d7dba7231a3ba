#pragma once

#include "storage/cache/object_cache.hpp"
#include "storage/objects/bucket_access.hpp"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::publishing {

/// The calls of an object store, and the copies of its objects on this machine, for /metrics.
struct BucketGauges {
    struct Operation {
        std::string_view name;  // "put_object"
        std::uint64_t requests = 0;
        double seconds = 0;                                                  // of its calls
        std::vector<std::pair<std::string_view, std::uint64_t>> outcomes{};  // "success", and how many calls had it
        std::vector<std::pair<double, std::uint64_t>> up_to{};               // seconds, and how many calls took no more
    };
    std::vector<Operation> operations{};  // that were called
    std::uint64_t bytes_sent = 0;
    std::uint64_t bytes_received = 0;
    std::uint64_t cache_bytes = 0;
    std::uint64_t cache_objects = 0;
    std::uint64_t cache_hits = 0;
    std::uint64_t cache_misses = 0;
    std::uint64_t cache_evictions = 0;
};

BucketGauges gauges_of(const storage::BucketAccess& bucket, const storage::ObjectCache& cache);

}  // namespace slipway::publishing
