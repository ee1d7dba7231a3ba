#pragma once

#include "base/work_loop.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <string>

namespace slipway {

/// Threads that run jobs. A job belongs to a lane: the jobs of one lane begin in order of arrival, and lanes with
/// waiting jobs take turns, so that a thousand jobs of one owner delay the single job of another by one job only. A job
/// must not wait for another job. An exception ends only its job: it is logged under the pool's name and counted, and
/// the job's Done tells whoever waits. Thread-safe.
class WorkerPool {
public:
    using Job = std::function<void()>;
    using Lane = std::int64_t;
    static constexpr Lane common_lane = 0;

    /// How the threads share the cores with others. Those that give way run when nobody else has much to do, and the
    /// last kind only when those leave time.
    enum class Priority : unsigned char { normal, gives_way, last };

    explicit WorkerPool(unsigned threads, Priority priority = Priority::normal, std::string name = "worker",
                        JobGuard guard = JobGuard());
    /// Joins: runs what is queued, then stops.
    ~WorkerPool();

    void post(Job job) { post(common_lane, std::move(job)); }
    void post(Lane lane, Job job);
    /// Jobs of the lane that have not begun.
    std::size_t waiting(Lane lane) const;
    /// Runs every queued job and the jobs that these queue, then stops the threads. Later posts are dropped.
    void join();

private:
    void work();
    Job take_next();

    const std::string name_;
    const JobGuard guard_;
    const Priority priority_;
    std::map<Lane, std::deque<Job>> waiting_;  // guarded by the loop's mutex, as are:
    std::list<Lane> turns_;                    // each lane of `waiting_` that has jobs, once
    bool ended_ = false;
    WorkLoop loop_;
};

}  // namespace slipway
