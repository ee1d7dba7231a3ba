#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace slipway::net {

/// How many connections exist, on all threads. Thread-safe.
class ConnectionCount {
public:
    explicit ConnectionCount(unsigned limit) : limit_(limit) {}

    /// Returns false, and counts nothing, if the limit is reached.
    bool enter();
    /// Counts a connection beyond the limit that is closed right away.
    void enter_instead() { count_.fetch_add(1); }
    void leave();
    /// Blocks until no connection is left. Returns false if `end` came first.
    bool wait_for_none(std::chrono::steady_clock::time_point end);

private:
    const unsigned limit_;
    std::atomic<unsigned> count_{0};
    std::mutex mutex_;  // orders the last leave() with a waiter's check
    std::condition_variable none_;
};

}  // namespace slipway::net
