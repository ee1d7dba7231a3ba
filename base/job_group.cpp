#include "base/job_group.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace slipway {

struct JobGroup::State {
    std::mutex mutex;  // guards the two below
    std::condition_variable ended;
    unsigned under_way = 0;
    std::optional<Error> failure;

    void end_one(Result<> result) {
        const std::lock_guard lock(mutex);
        if (!result.ok() && !failure) failure = std::move(result).error();
        if (--under_way == 0) ended.notify_all();
    }
};

JobGroup::JobGroup(WorkerPool& pool, WorkerPool::Lane lane)
    : pool_(pool), lane_(lane), state_(std::make_shared<State>()) {}

JobGroup::~JobGroup() { [[maybe_unused]] const auto told_before = wait(); }

void JobGroup::add(Job job) {
    const Done<> ended([state = state_](Result<> result) { state->end_one(std::move(result)); });
    {
        const std::lock_guard lock(state_->mutex);
        ++state_->under_way;
    }
    pool_.post(lane_, [job = std::move(job), ended] { ended(job()); });
}

bool JobGroup::failed() const {
    const std::lock_guard lock(state_->mutex);
    return state_->failure.has_value();
}

Result<> JobGroup::wait() {
    std::unique_lock lock(state_->mutex);
    state_->ended.wait(lock, [this] { return state_->under_way == 0; });
    return state_->failure ? Result<>(*state_->failure) : Result<>();
}

}  // namespace slipway
