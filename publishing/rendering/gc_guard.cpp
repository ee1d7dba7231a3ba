#include "publishing/rendering/gc_guard.hpp"

namespace slipway::publishing {

void GcGuard::begin() {
    const std::lock_guard lock(mutex_);
    under_way_ = true;
}

void GcGuard::end() {
    const std::lock_guard lock(mutex_);
    under_way_ = false;
    protected_.clear();
}

void GcGuard::protect(const Sha256& hash) {
    const std::lock_guard lock(mutex_);
    if (under_way_) protected_.insert(hash);
}

Result<> GcGuard::remove_unprotected(const std::vector<Sha256>& hashes,
                                     const std::function<Result<>(const std::vector<Sha256>&)>& remove) {
    const std::lock_guard lock(mutex_);
    std::vector<Sha256> unprotected;
    for (const auto& hash : hashes)
        if (!protected_.contains(hash)) unprotected.push_back(hash);
    return remove(unprotected);
}

}  // namespace slipway::publishing
