#include "server/net/watchdog.hpp"

namespace slipway::net {
namespace {

constexpr std::chrono::milliseconds look_every{250};

}  // namespace

void Watchdog::add(Watched& watched) {
    watched.place_ = watched_.size();
    watched_.push_back(&watched);
}

void Watchdog::remove(Watched& watched) {
    watched_[watched.place_] = watched_.back();
    watched_[watched.place_]->place_ = watched.place_;
    watched_.pop_back();
}

awaitable<> Watchdog::run(Executor executor) {
    Timer timer(executor);
    timer_ = &timer;
    error_code cancelled;
    while (!stopped_) {
        timer.expires_after(look_every);
        co_await timer.async_wait(asio::redirect_error(use_awaitable, cancelled));
        look();
    }
    timer_ = nullptr;
}

void Watchdog::stop() {
    stopped_ = true;
    if (timer_ != nullptr) timer_->cancel();
}

void Watchdog::look() {
    const auto now = std::chrono::steady_clock::now();
    for (auto* watched : watched_)
        if (watched->deadline_ <= now) watched->time_out();
}

// None of the calls below destroys a Watched: cancelled operations complete in a later turn of the event loop.
void Watchdog::drain_all() {
    draining_ = true;
    for (auto* watched : watched_) watched->drain();
}

void Watchdog::abort_all() {
    for (auto* watched : watched_) watched->abort();
}

}  // namespace slipway::net
