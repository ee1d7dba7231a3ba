#include "signing/gpg/watchdog.hpp"

#include "signing/gpg/gpg_processes.hpp"

#include <algorithm>

namespace slipway::signing {
namespace {

using SteadyClock = std::chrono::steady_clock;

// A gpg that was about to start its agent when the first round was killed is met by the next one.
constexpr std::chrono::milliseconds between_rounds{50};

}  // namespace

Watchdog::Watchdog(JobGuard guard) : thread_("signing watchdog", guard, [this] { run(); }) {}

Watchdog::~Watchdog() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void Watchdog::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        auto wake = SteadyClock::time_point::max();
        for (auto* watch : watches_) {
            if (SteadyClock::now() >= watch->deadline_) {
                watch->expired_ = true;
                kill_gpg_processes(watch->directory_);
                watch->deadline_ = SteadyClock::now() + between_rounds;
            }
            wake = std::min(wake, watch->deadline_);
        }
        if (wake == SteadyClock::time_point::max())
            changed_.wait(lock);
        else
            changed_.wait_until(lock, wake);
    }
}

Watchdog::Watch::Watch(Watchdog& dog, std::filesystem::path directory, std::chrono::milliseconds deadline)
    : dog_(dog), directory_(std::move(directory)), deadline_(SteadyClock::now() + deadline) {
    {
        const std::lock_guard lock(dog_.mutex_);
        dog_.watches_.push_back(this);
    }
    dog_.changed_.notify_all();
}

Watchdog::Watch::~Watch() { finish(); }

bool Watchdog::Watch::expired() const {
    const std::lock_guard lock(dog_.mutex_);
    return expired_;
}

bool Watchdog::Watch::finish() {
    const std::lock_guard lock(dog_.mutex_);
    if (!finished_) dog_.watches_.remove(this);
    finished_ = true;
    return expired_;
}

}  // namespace slipway::signing
