#pragma once

#include "base/guarded_thread.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace slipway {

/// What every queue of jobs and every timer is made of: threads that wait for something to do, the mutex of what they
/// share with those who give it to them, and their end. An exception that leaves the body is logged and counted, and
/// the body is entered again after a moment. Make it the last member: its threads begin at once and end with it.
/// Thread-safe.
class WorkLoop {
public:
    using Clock = std::chrono::steady_clock;
    using Lock = std::unique_lock<std::mutex>;
    /// What a thread does, the threads being counted from 0. It returns when one of the waits below says so.
    using Body = std::function<void(unsigned thread)>;

    WorkLoop(std::string name, JobGuard guard, unsigned threads, Body body);
    WorkLoop(const WorkLoop&) = delete;
    WorkLoop& operator=(const WorkLoop&) = delete;
    ~WorkLoop() { stop(); }

    /// Holds the mutex of what the threads share.
    Lock lock() const { return Lock(mutex_); }
    /// To be called after a change to that.
    void wake_one() { wake_.notify_one(); }
    void wake_all() { wake_.notify_all(); }

    /// Waits until `ready` is true. False where the loop stops and it is not: what is there is done before the end.
    template <class Ready>
    bool wait(Lock& lock, const Ready& ready) {
        wake_.wait(lock, [&] { return stopping_ || ready(); });
        return ready();
    }
    /// Waits until somebody wakes it or the time has come; `Clock::time_point::max()` never does. False when the loop
    /// stops. May return early.
    bool wait_until(Lock& lock, Clock::time_point time);
    /// Sleeps so long, whoever is woken meanwhile. False as soon as the loop stops. Precondition: the mutex is free.
    bool sleep_for(Clock::duration time);
    bool is_stopping(const Lock& held) const;

    /// Ends every wait, now and later, and returns when all threads have ended. Precondition: one thread calls it, none
    /// of its own.
    void stop();

private:
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;  // guarded by the mutex
    std::vector<GuardedThread> threads_;
};

}  // namespace slipway
