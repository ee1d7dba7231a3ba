#pragma once

#include "server/net/asio.hpp"

#include <new>
#include <thread>
#include <utility>

namespace slipway::net {

/// Posts what wakes a waiting coroutine, and tries again until there is memory for it, because nobody else would. Any
/// thread may call it; the context of `executor` must outlive the call.
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
