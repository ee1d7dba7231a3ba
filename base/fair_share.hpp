#pragma once

#include <algorithm>
#include <cstddef>

namespace slipway {

/// How many jobs wait in a queue that clients share.
struct QueueLength {
    std::size_t all = 0;
    std::size_t own = 0;  // of the client that asks
};

/// Returns whether a queue for `most` jobs takes one more of the client that asks. A client has a quarter of the queue
/// at most. Behind a full queue there is as much room again, for the first job of each client, so no client keeps
/// others out.
constexpr bool takes_one_more(const QueueLength& now, std::size_t most) {
    constexpr std::size_t shares_of_a_queue = 4;
    const auto share = std::max<std::size_t>(1, most / shares_of_a_queue);
    if (now.all < most && now.own < share) return true;
    return now.own == 0 && now.all / 2 < most;
}

}  // namespace slipway
