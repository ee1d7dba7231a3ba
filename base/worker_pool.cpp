#include "base/worker_pool.hpp"

#include <sys/resource.h>
#include <utility>

namespace slipway {

namespace {

/// A thread with niceness 5 gets a third of the share of one with 0; one with 10 gets a ninth.
int niceness_of(WorkerPool::Priority priority) { return priority == WorkerPool::Priority::gives_way ? 5 : 10; }

/// Linux has a niceness per thread. If it refuses the niceness, only the speed changes.
void take_niceness(WorkerPool::Priority priority) {
    if (priority == WorkerPool::Priority::normal) return;
    [[maybe_unused]] const int refused = ::setpriority(PRIO_PROCESS, 0, niceness_of(priority));
}

}  // namespace

WorkerPool::WorkerPool(unsigned threads, Priority priority, std::string name, JobGuard guard)
    : name_(std::move(name)),
      guard_(guard),
      priority_(priority),
      loop_(name_, guard, threads, [this](unsigned) { work(); }) {}

WorkerPool::~WorkerPool() { join(); }

void WorkerPool::post(Lane lane, Job job) {
    std::list<Lane> turn{lane};  // made first: what fails for want of memory changes nothing
    {
        const auto lock = loop_.lock();
        if (ended_) return;
        auto& jobs = waiting_[lane];
        jobs.push_back(std::move(job));
        if (jobs.size() == 1) turns_.splice(turns_.end(), turn);
    }
    loop_.wake_one();
}

std::size_t WorkerPool::waiting(Lane lane) const {
    const auto lock = loop_.lock();
    const auto found = waiting_.find(lane);
    return found == waiting_.end() ? 0 : found->second.size();
}

void WorkerPool::join() {
    loop_.stop();
    std::map<Lane, std::deque<Job>> dropped;  // what came after the last thread had looked
    const auto lock = loop_.lock();
    ended_ = true;
    dropped.swap(waiting_);
    turns_.clear();
}

/// Takes the first job of the lane whose turn it is. Precondition: a job waits, and the loop's mutex is locked.
WorkerPool::Job WorkerPool::take_next() {
    const auto jobs = waiting_.find(turns_.front());
    Job job = std::move(jobs->second.front());
    jobs->second.pop_front();
    if (jobs->second.empty()) {
        waiting_.erase(jobs);
        turns_.pop_front();
    } else {
        turns_.splice(turns_.end(), turns_, turns_.begin());
    }
    return job;
}

void WorkerPool::work() {
    take_niceness(priority_);
    auto lock = loop_.lock();
    while (loop_.wait(lock, [this] { return !turns_.empty(); })) {
        Job job = take_next();
        lock.unlock();
        guard_.run(name_, job);
        guard_.run(name_, [&] { job = nullptr; });  // what it captured is released before the next wait, not after
        lock.lock();
    }
}

}  // namespace slipway
