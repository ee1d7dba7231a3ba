#include "publishing/publisher/turn_queue.hpp"

#include "base/waiting.hpp"

#include <utility>

namespace slipway::publishing {

Error stopping_error() {
    return Error(Fault::cancelled, "the server is stopping; try again").as("publication-failed"_problem);
}

void TurnQueue::start() {
    thread_ = GuardedThread("publisher", guard_, [this] { work(); });
}

bool TurnQueue::post(std::function<void()> turn) {
    {
        const std::lock_guard lock(mutex_);
        if (stopped_) return false;
        queue_.push_back(std::move(turn));
    }
    wake_.notify_one();
    return true;
}

Result<> TurnQueue::in_turn(const std::function<Result<>()>& work) {
    return wait_for<void>([&](const Done<>& done) {
        if (!post([&work, done] { done(work()); })) done(Error(Fault::cancelled, "the server is stopping"));
    });
}

void TurnQueue::run(const std::function<void()>& work) {
    [[maybe_unused]] const auto done = in_turn([&]() -> Result<> {
        work();
        return {};
    });
}

void TurnQueue::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return !queue_.empty() || ending_; });
        if (queue_.empty()) break;
        auto turn = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        if (!guard_.run("publisher", turn)) guard_.run("publisher", recover_);
        guard_.run("publisher", [&] { turn = nullptr; });
        lock.lock();
    }
    stopped_ = true;
}

void TurnQueue::stop() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

}  // namespace slipway::publishing
