#pragma once

#include "base/guarded_thread.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace slipway {

/// The base of every queue of jobs and every timer: threads that wait for work, the mutex for what they share with
/// their callers, and their end. An exception that leaves the body is logged and counted, and the body is entered again
/// after a moment. Make it the last member, because its threads begin at once and end with it. Thread-safe.
class WorkLoop {
public:
    using Clock = std::chrono::steady_clock;
    using Lock = std::unique_lock<std::mutex>;
    /// What a thread does; it gets the number of the thread, from 0 on. It returns when one of the waits below returns
    /// false.
    using Body = std::function<void(unsigned thread)>;

    WorkLoop(std::string name, JobGuard guard, unsigned threads, Body body);
    WorkLoop(const WorkLoop&) = delete;
    WorkLoop& operator=(const WorkLoop&) = delete;
    ~WorkLoop() { stop(); }

    /// Locks the mutex for what the threads share.
    Lock lock() const { return Lock(mutex_); }
    /// Wakes threads; call it after a change to what they share.
    void wake_one() { wake_.notify_one(); }
    void wake_all() { wake_.notify_all(); }

    /// Waits until `ready` is true. Returns false if the loop stops and `ready` is false, so queued work is done before
    /// the end.
    template <class Ready>
    bool wait(Lock& lock, const Ready& ready) {
        wake_.wait(lock, [&] { return stopping_ || ready(); });
        return ready();
    }
    /// Waits until somebody wakes it or the time has come; `Clock::time_point::max()` never comes. Returns false when
    /// the loop stops. It may return early.
    bool wait_until(Lock& lock, Clock::time_point time);
    /// Sleeps for this time, even if others are woken meanwhile. Returns false as soon as the loop stops. Precondition:
    /// the mutex is free.
    bool sleep_for(Clock::duration time);
    bool is_stopping(const Lock& held) const;

    /// Ends every wait, now and later, and returns when all threads have ended. Precondition: only one thread calls it,
    /// which is not one of the loop's.
    void stop();

private:
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;  // guarded by the mutex
    std::vector<GuardedThread> threads_;
};

}  // namespace slipway
