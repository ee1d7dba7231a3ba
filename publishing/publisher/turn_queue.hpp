#pragma once

#include "base/result.hpp"
#include "base/work_loop.hpp"

#include <deque>
#include <functional>

namespace slipway::publishing {

/// What those are told who come when the server is stopping.
Error stopping_error();

/// The publisher's thread. What has an order there has its turn, in order of arrival: queues of changes, commits, the
/// tree that is served. Thread-safe.
class TurnQueue {
public:
    /// `recover` runs on the thread after an exception has ended a turn.
    TurnQueue(JobGuard guard, std::function<void()> recover);

    /// What was posted before has its turn then.
    void start();
    /// False when the thread has stopped.
    bool post(std::function<void()> turn);
    /// Runs `work` on the thread and waits for it; not for that thread itself. Faults: those of `work`; cancelled
    /// when the thread has stopped.
    Result<> in_turn(const std::function<Result<>()>& work);
    /// The same for work that answers for itself. Nothing is done when the thread has stopped.
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
