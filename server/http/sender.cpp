#include "server/http/sender.hpp"

#include <utility>

namespace slipway::http {

void Sender::begin(std::function<void()> end) {
    const std::lock_guard lock(mutex_);
    end_ = std::move(end);
    receiving_ = true;
}

void Sender::wait_begins(Clock::time_point now) {
    const std::lock_guard lock(mutex_);
    waiting_since_ = now;
}

void Sender::wait_ends(Clock::time_point now) {
    const std::lock_guard lock(mutex_);
    if (waiting_since_ < now) progress_.waited += now - waiting_since_;
    waiting_since_ = Clock::time_point::max();
}

void Sender::received(std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    progress_.bytes += bytes;
}

void Sender::finish() {
    const std::lock_guard lock(mutex_);
    receiving_ = false;
    end_ = nullptr;
}

bool Sender::was_cut() const {
    const std::lock_guard lock(mutex_);
    return cut_;
}

Sender::Progress Sender::progress(Clock::time_point now) const {
    const std::lock_guard lock(mutex_);
    auto progress = progress_;
    if (waiting_since_ < now) progress.waited += now - waiting_since_;
    return progress;
}

bool Sender::is_receiving() const {
    const std::lock_guard lock(mutex_);
    return receiving_;
}

bool Sender::cut() {
    std::function<void()> end;
    {
        const std::lock_guard lock(mutex_);
        if (!receiving_) return false;
        receiving_ = false;
        cut_ = true;
        end = std::exchange(end_, nullptr);
    }
    if (end) end();
    return true;
}

}  // namespace slipway::http
