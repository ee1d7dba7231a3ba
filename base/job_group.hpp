#pragma once

#include "base/done.hpp"
#include "base/worker_pool.hpp"

#include <functional>
#include <memory>

namespace slipway {

/// Jobs on a pool for which one thread waits that does not belong to the pool. Jobs may add further jobs. They refer to
/// what the waiting thread owns, so the group must end before that does. Thread-safe.
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
    /// Whether a job has failed, so that the work of the others would be wasted.
    bool failed() const;
    /// Blocks until all jobs have ended. Returns the first failure.
    Result<> wait();

private:
    struct State;

    WorkerPool& pool_;
    const WorkerPool::Lane lane_;
    const std::shared_ptr<State> state_;  // outlives the group in the hands of its last job
};

}  // namespace slipway
