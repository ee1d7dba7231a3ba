#pragma once

#include "base/job_group.hpp"
#include "base/worker_pool.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace slipway::storage {

/// Threads that move objects side by side: a request to a store is mostly waited for. They begin with the first work,
/// so that a process that confines itself (server/sandbox.hpp) has done so by then. Thread-safe.
class Transfers {
public:
    using Job = JobGroup::Job;

    /// Carries out all of them; once one has failed the others are left out. Blocks. Precondition: the caller is none
    /// of these threads. Faults: the first failure.
    Result<> run(std::vector<Job> jobs);
    /// Carries it out some time; not if many are waiting, which the result says.
    bool run_later(std::function<void()> job);

private:
    WorkerPool& pool();

    std::mutex mutex_;  // guards the pointer until it is set
    std::unique_ptr<WorkerPool> pool_{};
};

}  // namespace slipway::storage
