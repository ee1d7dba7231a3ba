#include "server/net/body_budget.hpp"

namespace slipway::net {

bool BodyBudget::Loan::grow_to(std::uint64_t bytes) {
    if (bytes <= bytes_) return true;
    if (!budget_.take(owner_, bytes - bytes_)) return false;
    bytes_ = bytes;
    return true;
}

bool BodyBudget::take(std::int64_t owner, std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    const auto own = taken_by_.find(owner);
    const auto already = own == taken_by_.end() ? 0 : own->second;
    if (bytes > total_ - taken_ || already + bytes > total_ / owners_part) return false;
    taken_by_[owner] += bytes;  // first: for want of memory nothing is changed
    taken_ += bytes;
    return true;
}

void BodyBudget::release(std::int64_t owner, std::uint64_t bytes) {
    if (bytes == 0) return;
    const std::lock_guard lock(mutex_);
    taken_ -= bytes;
    const auto own = taken_by_.find(owner);
    own->second -= bytes;
    if (own->second == 0) taken_by_.erase(own);
}

}  // namespace slipway::net
