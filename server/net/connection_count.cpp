#include "server/net/connection_count.hpp"

namespace slipway::net {

bool ConnectionCount::enter() {
    if (count_.fetch_add(1) < limit_) return true;
    leave();
    return false;
}

void ConnectionCount::leave() {
    if (count_.fetch_sub(1) != 1) return;
    const std::lock_guard lock(mutex_);
    none_.notify_all();
}

bool ConnectionCount::wait_for_none(std::chrono::steady_clock::time_point end) {
    std::unique_lock lock(mutex_);
    return none_.wait_until(lock, end, [this] { return count_.load() == 0; });
}

}  // namespace slipway::net
