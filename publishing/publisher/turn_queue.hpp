#pragma once

#include "base/result.hpp"
#include "base/work_loop.hpp"

#include <deque>
#include <functional>

namespace slipway::publishing {

/// Returns the error for requests that come while the server is stopping.
Error stopping_error();

/// The publisher's thread. It runs what needs an order, one turn after another in order of arrival: queues of changes,
/// commits, switches of the served tree. Thread-safe.
class TurnQueue {
public:
    /// `recover` runs on the thread after an exception has ended a turn.
    TurnQueue(JobGuard guard, std::function<void()> recover);

    /// Begins to run turns, also those that were posted before.
    void start();
    /// Queues a turn. Returns false if the thread has stopped.
    bool post(std::function<void()> turn);
    /// Runs `work` on the thread and waits for it. Not to be called on that thread. Faults: those of `work`; cancelled
    /// if the thread has stopped.
    Result<> in_turn(const std::function<Result<>()>& work);
    /// The same for work that reports its own result. Does nothing if the thread has stopped.
    void run(const std::function<void()>& work);
    /// Runs what waits, then stops. Blocks.
    void stop() { loop_.stop(); }

private:
    void work();

    const JobGuard guard_;
    const std::function<void()> recover_;
    std::deque<std::function<void()>> queue_;  // guarded by the loop's mutex, as are:
    bool started_ = false;
    bool ended_ = false;
    WorkLoop loop_;
};

}  // namespace slipway::publishing
