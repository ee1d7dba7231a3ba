#pragma once

#include "base/job_guard.hpp"

#include <functional>
#include <string>
#include <thread>

namespace slipway {

/// A thread that no exception ends. An exception that leaves its body is logged and counted, and the body is entered
/// again after a moment, so the state of the thread must be outside of its frame. The daemon makes threads only in this
/// way (tests/lint/threads.py).
class GuardedThread {
public:
    GuardedThread() = default;
    GuardedThread(std::string name, JobGuard guard, std::function<void()> body);
    GuardedThread(GuardedThread&&) noexcept = default;
    GuardedThread& operator=(GuardedThread&&) noexcept = default;

    bool joinable() const { return thread_.joinable(); }
    /// Waits until the body has returned.
    void join() { thread_.join(); }

private:
    std::thread thread_;
};

}  // namespace slipway
