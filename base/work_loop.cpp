#include "base/work_loop.hpp"

#include <cassert>

namespace slipway {

WorkLoop::WorkLoop(std::string name, JobGuard guard, unsigned threads, Body body) {
    for (unsigned thread = 0; thread < threads; ++thread)
        threads_.emplace_back(name, guard, [body, thread] { body(thread); });
}

bool WorkLoop::wait_until(Lock& lock, Clock::time_point time) {
    if (stopping_) return false;
    if (time == Clock::time_point::max())
        wake_.wait(lock);
    else
        wake_.wait_until(lock, time);
    return !stopping_;
}

bool WorkLoop::sleep_for(Clock::duration time) {
    Lock lock(mutex_);
    return !wake_.wait_for(lock, time, [this] { return stopping_; });
}

bool WorkLoop::is_stopping([[maybe_unused]] const Lock& held) const {
    assert(held.owns_lock());
    return stopping_;
}

void WorkLoop::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
}

}  // namespace slipway
