#include "publishing/publisher/turn_queue.hpp"

#include "base/waiting.hpp"

#include <utility>

namespace slipway::publishing {

Error stopping_error() {
    return Error(Fault::cancelled, "the server is stopping; try again").as("publication-failed"_problem);
}

TurnQueue::TurnQueue(JobGuard guard, std::function<void()> recover)
    : guard_(guard), recover_(std::move(recover)), loop_("publisher", guard, 1, [this](unsigned) { work(); }) {}

void TurnQueue::start() {
    {
        const auto lock = loop_.lock();
        started_ = true;
    }
    loop_.wake_one();
}

bool TurnQueue::post(std::function<void()> turn) {
    {
        const auto lock = loop_.lock();
        if (ended_) return false;
        queue_.push_back(std::move(turn));
    }
    loop_.wake_one();
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
    auto lock = loop_.lock();
    while (loop_.wait(lock, [this] { return started_ && !queue_.empty(); })) {
        auto turn = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        if (!guard_.run("publisher", turn)) guard_.run("publisher", recover_);
        guard_.run("publisher", [&] { turn = nullptr; });
        lock.lock();
    }
    ended_ = true;
}

}  // namespace slipway::publishing
