#pragma once

#include <atomic>
#include <cstdint>

namespace slipway::publishing {

/// What a node has done since its start, for metrics.
struct ClusterCounters {
    std::atomic<std::uint64_t> waits{0};       // for the other nodes to serve a publication
    std::atomic<std::uint64_t> late_waits{0};  // of these that ended while another node lagged
    std::atomic<std::uint64_t> waited_microseconds{0};
    std::atomic<std::uint64_t> feed_reads{0};
    std::atomic<std::uint64_t> failed_feed_reads{0};  // of these
};

}  // namespace slipway::publishing
