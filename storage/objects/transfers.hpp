#pragma once

#include "base/job_group.hpp"
#include "base/worker_pool.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace slipway::storage {

/// Threads that transfer objects in parallel, because most of a request is waiting. They start with the first job, when
/// the process has confined itself already (server/sandbox.hpp). Thread-safe.
class Transfers {
public:
    using Job = JobGroup::Job;

    /// Runs all jobs; after a fault it skips those that have not begun. Blocks. Requires that the caller is none of
    /// these threads. Faults: the first failure.
    Result<> run(std::vector<Job> jobs);
    /// Runs the job later. Returns false, and does not run it, if too many are waiting.
    bool run_later(std::function<void()> job);

private:
    WorkerPool& pool();

    std::mutex mutex_;  // guards the pointer until it is set
    std::unique_ptr<WorkerPool> pool_{};
};

}  // namespace slipway::storage
