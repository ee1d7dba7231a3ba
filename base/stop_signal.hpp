#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace slipway {

/// What a thread that works at intervals waits by, and is ended by. Thread-safe.
class StopSignal {
public:
    /// Ends every wait, now and later.
    void raise() {
        {
            const std::lock_guard lock(mutex_);
            raised_ = true;
        }
        wake_.notify_all();
    }

    /// Sleeps so long; false as soon as the signal is raised.
    bool wait_for(std::chrono::steady_clock::duration time) {
        std::unique_lock lock(mutex_);
        return !wake_.wait_for(lock, time, [this] { return raised_; });
    }

private:
    std::mutex mutex_;  // guards raised_
    std::condition_variable wake_;
    bool raised_ = false;
};

}  // namespace slipway
