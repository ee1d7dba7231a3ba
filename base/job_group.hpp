#pragma once

#include "base/done.hpp"
#include "base/worker_pool.hpp"

#include <functional>
#include <memory>

namespace slipway {

/// Jobs on a pool that one thread, which is none of the pool's, waits for. Jobs may add further jobs. They refer to
/// what the waiting thread owns, so the group ends before that does. Thread-safe.
class JobGroup {
public:
    using Job = std::function<Result<>()>;

    JobGroup(WorkerPool& pool, WorkerPool::Lane lane);
    JobGroup(const JobGroup&) = delete;
    JobGroup& operator=(const JobGroup&) = delete;
    /// Waits.
    ~JobGroup();

    /// A job that an exception ends has failed.
    void add(Job job);
    /// Whether a job has failed; what others would do is wasted then.
    bool failed() const;
    /// Blocks until all jobs have ended. The first failure.
    Result<> wait();

private:
    struct State;

    WorkerPool& pool_;
    const WorkerPool::Lane lane_;
    const std::shared_ptr<State> state_;  // outlives the group in the hands of its last job
};

}  // namespace slipway
