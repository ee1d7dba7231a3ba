#include "server/net/lanes.hpp"

#include "base/fair_share.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>

namespace slipway::net {
namespace {

/// What comes before an upload is stored: a stop does not wait for it.
bool is_given_up_at_the_end(http::Work work) { return work == http::Work::examination || work == http::Work::signing; }

}  // namespace

/// Counts a job as waiting while it is put into the queue, and uncounts it if memory for that is missing.
class Lanes::Queueing {
public:
    explicit Queueing(Lane& lane) : lane_(&lane) { lane.waiting.fetch_add(1, std::memory_order_relaxed); }
    Queueing(const Queueing&) = delete;
    Queueing& operator=(const Queueing&) = delete;
    ~Queueing() {
        if (lane_ != nullptr) lane_->waiting.fetch_sub(1);
    }
    void done() { lane_ = nullptr; }

private:
    Lane* lane_;
};

/// A job of a lane, from its begin to its end.
class Lanes::Running {
public:
    explicit Running(Lane& lane) : lane_(lane) {
        lane_.running.fetch_add(1);
        lane_.waiting.fetch_sub(1);
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running() {
        lane_.done.fetch_add(1);
        lane_.running.fetch_sub(1);
    }

private:
    Lane& lane_;
};

Lanes::Lanes(const LaneOptions& options, const JobGuard& guard) {
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
        const auto work = static_cast<http::Work>(i);
        lanes_.at(i) = std::make_unique<Lane>(options.of(work), http::name_of(work), guard);
    }
}

Result<> Lanes::check_room(http::Work work, std::int64_t turn) const {
    const Lane& lane = at(work);
    const QueueLength now{lane.waiting.load(std::memory_order_relaxed), lane.pool.waiting(turn)};
    if (takes_one_more(now, lane.most_waiting)) return {};
    lane.refused.fetch_add(1, std::memory_order_relaxed);
    return Error("too-busy"_problem, "too many requests of this kind (" + std::string(http::name_of(work)) +
                                         ") wait already; try again in a moment");
}

void Lanes::post(http::Work work, std::int64_t turn, std::function<void()> job) {
    const bool may_be_given_up = is_given_up_at_the_end(work);
    if (ending_ && may_be_given_up) return;
    Lane& lane = at(work);
    Queueing queueing(lane);
    lane.pool.post(turn, [this, &lane, may_be_given_up, job = std::move(job)] {
        const Running running(lane);
        if (!(ending_ && may_be_given_up)) job();
    });
    queueing.done();
}

LaneCounts Lanes::counts(http::Work work) const {
    const Lane& lane = at(work);
    return {lane.waiting.load(), lane.running.load(), lane.done.load(), lane.refused.load()};
}

void Lanes::join() {
    ending_ = true;
    // A job of one lane may give work to another: none is ended before all have had nothing to do, twice in a row.
    const auto busy = [](const auto& lane) { return lane->waiting.load() + lane->running.load() > 0; };
    for (int quiet = 0; quiet < 2; quiet = std::ranges::any_of(lanes_, busy) ? 0 : quiet + 1)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    for (const auto& lane : lanes_) lane->pool.join();
}

}  // namespace slipway::net
