#pragma once

#include "base/worker_pool.hpp"
#include "server/http/message.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace slipway::net {

/// How many threads each kind of work has, and how many may wait for them.
struct LaneOptions {
    struct Lane {
        unsigned threads = 1;
        std::size_t most_waiting = SIZE_MAX;  // a request more is refused
        WorkerPool::Priority priority = WorkerPool::Priority::normal;
    };
    std::array<Lane, http::kinds_of_work> lanes{};

    Lane& of(http::Work work) { return lanes.at(static_cast<std::size_t>(work)); }
    const Lane& of(http::Work work) const { return lanes.at(static_cast<std::size_t>(work)); }
    static LaneOptions for_cores(unsigned cores, unsigned signers);
};

}  // namespace slipway::net
