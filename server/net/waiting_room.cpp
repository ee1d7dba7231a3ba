#include "server/net/waiting_room.hpp"

#include <utility>

namespace slipway::net {

void WaitingRoom::push(List& list, Guest& guest) {
    guest.before_ = list.last;
    guest.behind_ = nullptr;
    (list.last != nullptr ? list.last->behind_ : list.first) = &guest;
    list.last = &guest;
    ++list.size;
}

void WaitingRoom::unlink(List& list, Guest& guest) {
    (guest.before_ != nullptr ? guest.before_->behind_ : list.first) = guest.behind_;
    (guest.behind_ != nullptr ? guest.behind_->before_ : list.last) = guest.before_;
    --list.size;
}

bool WaitingRoom::enter(Guest& guest, Time since) {
    const std::lock_guard lock(mutex_);
    const bool has_place = remove(guest);
    if (has_place) {
        guest.state_ = Guest::State::waiting;
        guest.since_ = since;
        push(waiting_, guest);
    }
    update_longest();
    return has_place;
}

bool WaitingRoom::leave(Guest& guest) {
    const std::lock_guard lock(mutex_);
    const bool has_place = remove(guest);
    update_longest();
    return has_place;
}

void WaitingRoom::end_leaving() {
    const std::lock_guard lock(mutex_);
    for (auto* guest = leaving_.first; guest != nullptr; guest = guest->behind_) guest->make_room();
}

bool WaitingRoom::give_away() {
    const std::lock_guard lock(mutex_);
    if (waiting_.first == nullptr || leaving_.size == most_leaving) return false;
    auto& longest = *waiting_.first;
    unlink(waiting_, longest);
    longest.state_ = Guest::State::leaving;
    push(leaving_, longest);
    update_longest();
    return true;
}

/// False: its place was given away.
bool WaitingRoom::remove(Guest& guest) {
    const auto was = std::exchange(guest.state_, Guest::State::outside);
    if (was == Guest::State::waiting) unlink(waiting_, guest);
    if (was == Guest::State::leaving) unlink(leaving_, guest);
    return was != Guest::State::leaving;
}

void WaitingRoom::update_longest() {
    const bool none = waiting_.first == nullptr || leaving_.size == most_leaving;
    longest_since_.store(none ? never : waiting_.first->since_, std::memory_order_relaxed);
}

}  // namespace slipway::net
