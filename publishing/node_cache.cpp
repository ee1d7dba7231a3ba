#include "publishing/node_cache.hpp"

#include "storage/catalog/revisions.hpp"

namespace slipway::publishing {

Result<std::string> NodeCache::node(const Sha256& hash) const {
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = places_.find(hash); found != places_.end()) {
            recent_.splice(recent_.begin(), recent_, found->second);
            return found->second->second;
        }
    }
    auto tx = TRY(catalog_.read());
    auto bytes = TRY(storage::find_node(tx, hash));
    if (!bytes) return Error(Fault::corrupt, "the catalog lacks tree node " + hash.hex() + "; run slipwayd fsck");
    keep(hash, *bytes);
    return std::move(*bytes);
}

void NodeCache::keep(const Sha256& hash, const std::string& bytes) const {
    const std::lock_guard lock(mutex_);
    if (places_.contains(hash)) return;
    recent_.emplace_front(hash, bytes);
    places_[hash] = recent_.begin();
    bytes_ += bytes.size();
    while (bytes_ > max_bytes_ && recent_.size() > 1) {
        bytes_ -= recent_.back().second.size();
        places_.erase(recent_.back().first);
        recent_.pop_back();
    }
}

void PendingNodes::add(std::vector<index::NewNode> nodes) {
    for (auto& node : nodes) nodes_.insert_or_assign(node.hash, std::move(node.bytes));
}

Result<std::string> PendingNodes::node(const Sha256& hash) const {
    if (const auto found = nodes_.find(hash); found != nodes_.end()) return found->second;
    return below_.node(hash);
}

}  // namespace slipway::publishing
