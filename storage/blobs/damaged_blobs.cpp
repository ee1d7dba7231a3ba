#include "storage/blobs/damaged_blobs.hpp"

namespace slipway::storage {

bool DamagedBlobs::mark(const Sha256& id) {
    const std::lock_guard lock(mutex_);
    return damaged_.insert(id).second;
}

void DamagedBlobs::hold(const Sha256& id) {
    const std::lock_guard lock(mutex_);
    damaged_.insert(id);
    held_.insert(id);
    holds_some_ = true;
}

/// With the mutex held.
void DamagedBlobs::release(const Sha256& id) {
    held_.erase(id);
    holds_some_ = !held_.empty();
}

void DamagedBlobs::mark_whole(const Sha256& id) {
    const std::lock_guard lock(mutex_);
    release(id);
    mended_ += damaged_.erase(id);
}

void DamagedBlobs::forget(const Sha256& id) {
    const std::lock_guard lock(mutex_);
    release(id);
    damaged_.erase(id);
}

bool DamagedBlobs::contains(const Sha256& id) const {
    const std::lock_guard lock(mutex_);
    return damaged_.contains(id);
}

bool DamagedBlobs::is_held(const Sha256& id) const {
    if (!holds_some_) return false;
    const std::lock_guard lock(mutex_);
    return held_.contains(id);
}

std::size_t DamagedBlobs::count() const {
    const std::lock_guard lock(mutex_);
    return damaged_.size();
}

std::uint64_t DamagedBlobs::mended() const {
    const std::lock_guard lock(mutex_);
    return mended_;
}

}  // namespace slipway::storage
