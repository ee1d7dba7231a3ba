#pragma once

#include "base/job_guard.hpp"

#include <functional>
#include <string>
#include <thread>

namespace slipway {

/// A thread that no exception ends: what flies out of its body is logged and counted, and the body is entered again
/// after a moment, so it keeps its state outside of its frame. Threads of the
/// daemon are made by this alone (tests/lint/threads.py).
class GuardedThread {
public:
    GuardedThread() = default;
    GuardedThread(std::string name, JobGuard guard, std::function<void()> body);
    GuardedThread(GuardedThread&&) noexcept = default;
    GuardedThread& operator=(GuardedThread&&) noexcept = default;

    bool joinable() const { return thread_.joinable(); }
    /// Returns when the body has.
    void join() { thread_.join(); }

private:
    std::thread thread_;
};

}  // namespace slipway
