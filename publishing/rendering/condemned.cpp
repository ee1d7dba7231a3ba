#include "publishing/rendering/condemned.hpp"

namespace slipway::publishing {

void Condemned::begin() {
    const std::lock_guard lock(mutex_);
    under_way_ = true;
}

void Condemned::end() {
    const std::lock_guard lock(mutex_);
    under_way_ = false;
    spared_.clear();
}

void Condemned::spare(const Sha256& hash) {
    const std::lock_guard lock(mutex_);
    if (under_way_) spared_.insert(hash);
}

Result<> Condemned::remove_unspared(const std::vector<Sha256>& hashes,
                                    const std::function<Result<>(const std::vector<Sha256>&)>& remove) {
    const std::lock_guard lock(mutex_);
    std::vector<Sha256> unspared;
    for (const auto& hash : hashes)
        if (!spared_.contains(hash)) unspared.push_back(hash);
    return remove(unspared);
}

}  // namespace slipway::publishing
