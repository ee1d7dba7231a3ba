#include "base/worker_pool.hpp"

#include <sys/resource.h>
#include <utility>

namespace slipway {

namespace {

constexpr int niceness = 5;  // a third of the share of a thread that is not nice

/// Linux keeps niceness per thread, and being refused it changes nothing but speed.
void give_way() { [[maybe_unused]] const int refused = ::setpriority(PRIO_PROCESS, 0, niceness); }

}  // namespace

WorkerPool::WorkerPool(unsigned threads, Priority priority) {
    for (unsigned i = 0; i < threads; ++i)
        threads_.emplace_back([this, priority] {
            if (priority == Priority::gives_way) give_way();
            work();
        });
}

WorkerPool::~WorkerPool() { join(); }

void WorkerPool::post(Lane lane, Job job) {
    {
        const std::lock_guard lock(mutex_);
        auto& jobs = waiting_[lane];
        if (jobs.empty()) turns_.push_back(lane);
        jobs.push_back(std::move(job));
    }
    wake_.notify_one();
}

void WorkerPool::join() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
}

/// The first job of the lane whose turn it is. Precondition: one waits; `mutex_` is held.
WorkerPool::Job WorkerPool::take_next() {
    const Lane lane = turns_.front();
    turns_.pop_front();
    const auto jobs = waiting_.find(lane);
    Job job = std::move(jobs->second.front());
    jobs->second.pop_front();
    if (jobs->second.empty())
        waiting_.erase(jobs);
    else
        turns_.push_back(lane);
    return job;
}

void WorkerPool::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return stopping_ || !turns_.empty(); });
        if (turns_.empty()) return;
        Job job = take_next();
        lock.unlock();
        job();
        job = nullptr;  // what it captured is released before the next wait, not after
        lock.lock();
    }
}

}  // namespace slipway
