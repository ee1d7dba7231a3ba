#include "publishing/cluster/served_here.hpp"

#include <algorithm>

namespace slipway::publishing {

void ServedHere::note(const Announcement& served) {
    const std::lock_guard lock(mutex_);
    auto& known = generations_[served.repository];
    known = std::max(known, served.generation);
}

std::vector<Announcement> ServedHere::all() const {
    std::vector<Announcement> all;
    const std::lock_guard lock(mutex_);
    for (const auto& [repository, generation] : generations_) all.push_back({repository, generation});
    return all;
}

std::vector<Announcement> ServedHere::lacking(const std::vector<storage::HeadRow>& heads) const {
    std::vector<Announcement> newer;
    const std::lock_guard lock(mutex_);
    for (const auto& head : heads) {
        const auto known = generations_.find(head.repository);
        if (known == generations_.end() || known->second < head.generation)
            newer.push_back({head.repository, head.generation});
    }
    return newer;
}

}  // namespace slipway::publishing
