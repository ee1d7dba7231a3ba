#include "storage/objects/transfers.hpp"

#include <utility>

namespace slipway::storage {
namespace {

constexpr unsigned transfer_threads = 16;
constexpr std::size_t most_waiting = 16'384;
constexpr WorkerPool::Lane now = 1;
constexpr WorkerPool::Lane later = 2;

}  // namespace

WorkerPool& Transfers::pool() {
    const std::lock_guard lock(mutex_);
    if (!pool_) pool_ = std::make_unique<WorkerPool>(transfer_threads, WorkerPool::Priority::normal, "transfer");
    return *pool_;
}

Result<> Transfers::run(std::vector<Job> jobs) {
    if (jobs.empty()) return {};
    if (jobs.size() == 1) return jobs.front()();
    JobGroup group(pool(), now);
    for (auto& job : jobs) group.add([&group, &job]() -> Result<> { return group.failed() ? Result<>() : job(); });
    return group.wait();
}

bool Transfers::run_later(std::function<void()> job) {
    auto& threads = pool();
    if (threads.waiting(later) >= most_waiting) return false;
    threads.post(later, std::move(job));
    return true;
}

}  // namespace slipway::storage
