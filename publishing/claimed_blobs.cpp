#include "publishing/claimed_blobs.hpp"

namespace slipway::publishing {

std::shared_ptr<void> ClaimedBlobs::claim(const Sha256& blob) {
    {
        const std::lock_guard lock(mutex_);
        ++claims_[blob];
    }
    return {this, [this, blob](void*) {
                const std::lock_guard lock(mutex_);
                const auto found = claims_.find(blob);
                if (--found->second == 0) claims_.erase(found);
            }};
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
