#include "publishing/content/node_cache.hpp"

#include "repo-format/index/edit.hpp"
#include "storage/catalog/revisions.hpp"

namespace slipway::publishing {

namespace {

Error missing_node(const Sha256& hash) {
    return Error(Fault::corrupt, "the catalog lacks tree node " + hash.hex() + "; run slipwayd fsck");
}

/// Places in a list of hashes.
using Places = std::vector<std::size_t>;

std::vector<Sha256> hashes_at(std::span<const Sha256> hashes, const Places& places) {
    std::vector<Sha256> chosen;
    chosen.reserve(places.size());
    for (const auto place : places) chosen.push_back(hashes[place]);
    return chosen;
}

}  // namespace

Result<std::string> NodeCache::node(const Sha256& hash) const {
    {
        const std::lock_guard lock(mutex_);
        if (const auto* bytes = recent_.find(hash)) return *bytes;
    }
    auto tx = TRY(catalog_.read());
    auto bytes = TRY(storage::find_node(tx, hash));
    if (!bytes) return missing_node(hash);
    const std::lock_guard lock(mutex_);
    recent_.put(hash, *bytes, bytes->size());
    return std::move(*bytes);
}

Result<std::vector<std::string>> NodeCache::nodes_of(std::span<const Sha256> hashes) const {
    std::vector<std::string> nodes(hashes.size());
    Places missing;
    {
        const std::lock_guard lock(mutex_);
        for (std::size_t i = 0; i < hashes.size(); ++i) {
            if (const auto* bytes = recent_.find(hashes[i]))
                nodes[i] = *bytes;
            else
                missing.push_back(i);
        }
    }
    if (missing.empty()) return nodes;
    const auto tx = TRY(catalog_.read());
    const auto found = TRY(storage::find_nodes(tx, hashes_at(hashes, missing)));
    const std::lock_guard lock(mutex_);
    for (const auto place : missing) {
        const auto stored = found.find(hashes[place]);
        if (stored == found.end()) return missing_node(hashes[place]);
        nodes[place] = stored->second;
        recent_.put(hashes[place], stored->second, stored->second.size());
    }
    return nodes;
}

void PendingNodes::add(std::vector<index::NewNode> nodes) {
    for (auto& node : nodes) nodes_.insert_or_assign(node.hash, std::move(node.bytes));
}

Result<std::string> PendingNodes::node(const Sha256& hash) const {
    if (const auto found = nodes_.find(hash); found != nodes_.end()) return found->second;
    return below_.node(hash);
}

Result<std::vector<std::string>> PendingNodes::nodes_of(std::span<const Sha256> hashes) const {
    std::vector<std::string> nodes(hashes.size());
    Places others;
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        if (const auto pending = nodes_.find(hashes[i]); pending != nodes_.end())
            nodes[i] = pending->second;
        else
            others.push_back(i);
    }
    auto below = TRY(below_.nodes_of(hashes_at(hashes, others)));
    for (std::size_t i = 0; i < others.size(); ++i) nodes[others[i]] = std::move(below[i]);
    return nodes;
}

}  // namespace slipway::publishing
