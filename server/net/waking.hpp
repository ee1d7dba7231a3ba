#pragma once

#include "server/net/asio.hpp"

#include <new>
#include <thread>
#include <utility>

namespace slipway::net {

/// Posts what wakes somebody who waits, and tries again until there is memory for it: nobody else ever would. Any
/// thread; `executor`'s context outlives the call.
template <class Job>
void post_to_wake(const Executor& executor, const Job& job) {
    constexpr std::chrono::milliseconds before_next_try{10};
    while (true) {
        try {
            return asio::post(executor, job);
        } catch (const std::bad_alloc&) {
            std::this_thread::sleep_for(before_next_try);
        }
    }
}

}  // namespace slipway::net
