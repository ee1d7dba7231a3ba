#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace slipway {

/// Threads that run jobs. A job belongs to a lane: the jobs of one lane begin in order of arrival, and the lanes that
/// have some waiting take turns, so that a thousand jobs of one owner hold up another's single job by one job. A job
/// must not wait for another job, and must not throw: an exception ends the process, as nobody could be told.
/// Thread-safe.
class WorkerPool {
public:
    using Job = std::function<void()>;
    using Lane = std::int64_t;
    static constexpr Lane common_lane = 0;

    /// How the threads share the cores with others: those that give way run when nobody else has much to do.
    enum class Priority : unsigned char { normal, gives_way };

    explicit WorkerPool(unsigned threads, Priority priority = Priority::normal);
    /// Joins: runs what is queued, then stops.
    ~WorkerPool();

    void post(Job job) { post(common_lane, std::move(job)); }
    void post(Lane lane, Job job);
    /// Runs every job queued so far and those they queue, then stops the threads. Later posts are dropped.
    void join();

private:
    void work();
    Job take_next();

    std::mutex mutex_;  // guards the four below
    std::condition_variable wake_;
    std::map<Lane, std::deque<Job>> waiting_;  // lanes without jobs are not there
    std::deque<Lane> turns_;                   // each lane of `waiting_` once
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace slipway
