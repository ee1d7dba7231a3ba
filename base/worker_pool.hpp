#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace slipway {

/// Threads that run jobs in order of arrival. A job must not wait for another job, and must not throw: an exception
/// ends the process, as nobody could be told. Thread-safe.
class WorkerPool {
public:
    explicit WorkerPool(unsigned threads);
    /// Joins: runs what is queued, then stops.
    ~WorkerPool();

    void post(std::function<void()> job);
    /// Runs every job queued so far and those they queue, then stops the threads. Later posts are dropped.
    void join();

private:
    void work();

    std::mutex mutex_;  // guards the three below
    std::condition_variable wake_;
    std::deque<std::function<void()>> jobs_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace slipway
