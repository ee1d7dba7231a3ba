#include "publishing/intake/claimed_blobs.hpp"

namespace slipway::publishing {

std::shared_ptr<void> ClaimedBlobs::claim(const Sha256& blob) {
    {
        const std::lock_guard lock(mutex_);
        ++claims_[blob];
    }
    return {this, [this, blob](void*) { release(blob); }};
}

void ClaimedBlobs::release(const Sha256& blob) {
    std::vector<std::function<void()>> ready;
    {
        const std::lock_guard lock(mutex_);
        const auto found = claims_.find(blob);
        if (--found->second > 0) return;
        claims_.erase(found);
        for (auto [at, end] = actions_.equal_range(blob); at != end; at = actions_.erase(at))
            ready.push_back(std::move(at->second));
    }
    for (const auto& action : ready) action();
}

void ClaimedBlobs::when_released(const Sha256& blob, std::function<void()> action) {
    {
        const std::lock_guard lock(mutex_);
        if (claims_.contains(blob)) {
            actions_.emplace(blob, std::move(action));
            return;
        }
    }
    action();
}

void ClaimedBlobs::drop_actions() {
    const std::lock_guard lock(mutex_);
    actions_.clear();
}

bool ClaimedBlobs::contains(const Sha256& blob) const {
    const std::lock_guard lock(mutex_);
    return claims_.contains(blob);
}

Result<bool> ClaimedBlobs::unless_claimed(const Sha256& blob, const std::function<Result<>()>& action) const {
    const std::lock_guard lock(mutex_);
    if (claims_.contains(blob)) return false;
    TRY(action());
    return true;
}

}  // namespace slipway::publishing
