#include "server/net/deadlines.hpp"

namespace slipway::net {
namespace {

constexpr std::chrono::milliseconds look_every{250};

}  // namespace

void Deadlines::add(Watched& watched) {
    watched.place_ = watched_.size();
    watched_.push_back(&watched);
}

void Deadlines::remove(Watched& watched) {
    watched_[watched.place_] = watched_.back();
    watched_[watched.place_]->place_ = watched.place_;
    watched_.pop_back();
}

awaitable<> Deadlines::run(Executor executor) {
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

void Deadlines::stop() {
    stopped_ = true;
    if (timer_ != nullptr) timer_->cancel();
}

void Deadlines::look() {
    const auto now = std::chrono::steady_clock::now();
    for (auto* watched : watched_)
        if (watched->deadline_ <= now) watched->time_out();
}

// None of the calls below destroys a Watched: cancelled operations complete in a later turn of the event loop.
void Deadlines::drain_all() {
    draining_ = true;
    for (auto* watched : watched_) watched->drain();
}

void Deadlines::abort_all() {
    for (auto* watched : watched_) watched->abort();
}

}  // namespace slipway::net
