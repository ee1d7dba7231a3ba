#include "signing/gpg/watchdog.hpp"

#include "signing/gpg/gpg_processes.hpp"

#include <algorithm>

namespace slipway::signing {
namespace {

using SteadyClock = std::chrono::steady_clock;

// If a gpg was about to start its agent when the first round was killed, the next round kills that agent.
constexpr std::chrono::milliseconds between_rounds{50};

}  // namespace

Watchdog::Watchdog(JobGuard guard) : loop_("signing watchdog", guard, 1, [this](unsigned) { run(); }) {}

SteadyClock::time_point Watchdog::look_at_watches() {
    auto next = SteadyClock::time_point::max();
    for (auto* watch : watches_) {
        if (SteadyClock::now() >= watch->deadline_) {
            watch->timed_out_ = true;
            kill_gpg_processes(watch->directory_);
            watch->deadline_ = SteadyClock::now() + between_rounds;
        }
        next = std::min(next, watch->deadline_);
    }
    return next;
}

void Watchdog::run() {
    auto lock = loop_.lock();
    while (loop_.wait_until(lock, look_at_watches())) {
    }
}

Watchdog::Watch::Watch(Watchdog& watchdog, std::filesystem::path directory, std::chrono::milliseconds deadline)
    : watchdog_(watchdog), directory_(std::move(directory)), deadline_(SteadyClock::now() + deadline) {
    {
        const auto lock = watchdog_.loop_.lock();
        watchdog_.watches_.push_back(this);
    }
    watchdog_.loop_.wake_all();
}

Watchdog::Watch::~Watch() { finish(); }

bool Watchdog::Watch::timed_out() const {
    const auto lock = watchdog_.loop_.lock();
    return timed_out_;
}

bool Watchdog::Watch::finish() {
    const auto lock = watchdog_.loop_.lock();
    if (!finished_) watchdog_.watches_.remove(this);
    finished_ = true;
    return timed_out_;
}

}  // namespace slipway::signing
