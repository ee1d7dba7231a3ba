#include "publishing/content/node_cache.hpp"

#include "repo-format/index/edit.hpp"
#include "storage/catalog/revisions.hpp"

namespace slipway::publishing {

Result<std::string> NodeCache::node(const Sha256& hash) const {
    {
        const std::lock_guard lock(mutex_);
        if (const auto* bytes = recent_.find(hash)) return *bytes;
    }
    auto tx = TRY(catalog_.read());
    auto bytes = TRY(storage::find_node(tx, hash));
    if (!bytes) return Error(Fault::corrupt, "the catalog lacks tree node " + hash.hex() + "; run slipwayd fsck");
    const std::lock_guard lock(mutex_);
    recent_.put(hash, *bytes, bytes->size());
    return std::move(*bytes);
}

void PendingNodes::add(std::vector<index::NewNode> nodes) {
    for (auto& node : nodes) nodes_.insert_or_assign(node.hash, std::move(node.bytes));
}

Result<std::string> PendingNodes::node(const Sha256& hash) const {
    if (const auto found = nodes_.find(hash); found != nodes_.end()) return found->second;
    return below_.node(hash);
}

}  // namespace slipway::publishing
