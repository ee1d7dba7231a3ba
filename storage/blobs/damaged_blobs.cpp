#include "storage/blobs/damaged_blobs.hpp"

namespace slipway::storage {

bool DamagedBlobs::mark(const Sha256& id) {
    const std::lock_guard lock(mutex_);
    return damaged_.insert(id).second;
}

void DamagedBlobs::mark_whole(const Sha256& id) {
    const std::lock_guard lock(mutex_);
    mended_ += damaged_.erase(id);
}

void DamagedBlobs::forget(const Sha256& id) {
    const std::lock_guard lock(mutex_);
    damaged_.erase(id);
}

bool DamagedBlobs::contains(const Sha256& id) const {
    const std::lock_guard lock(mutex_);
    return damaged_.contains(id);
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
