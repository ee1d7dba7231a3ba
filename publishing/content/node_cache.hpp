#pragma once

#include "base/lru_cache.hpp"
#include "repo-format/index/edit.hpp"
#include "repo-format/index/tree.hpp"
#include "storage/catalog/catalog.hpp"

#include <mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace slipway::publishing {

/// Reads tree nodes from the catalog, and caches the recently used ones in memory up to a bound. Thread-safe.
class NodeCache final : public index::NodeReader {
public:
    NodeCache(const storage::Catalog& catalog, std::size_t max_bytes) : catalog_(catalog), recent_(max_bytes) {}
    Result<std::string> node(const Sha256& hash) const override;
    /// Asks the catalog once for all nodes that are not in the cache.
    Result<std::vector<std::string>> nodes_of(std::span<const Sha256> hashes) const override;

private:
    const storage::Catalog& catalog_;
    mutable std::mutex mutex_;  // guards recent_
    mutable LruCache<Sha256, std::string> recent_;
};

/// Holds the nodes that a publication under way has made, before the catalog has them. Other nodes come from `below`.
/// Filled by one thread, then read by many.
class PendingNodes final : public index::NodeReader {
public:
    explicit PendingNodes(const index::NodeReader& below) : below_(below) {}
    void add(std::vector<index::NewNode> nodes);
    const std::unordered_map<Sha256, std::string>& nodes() const { return nodes_; }
    Result<std::string> node(const Sha256& hash) const override;
    Result<std::vector<std::string>> nodes_of(std::span<const Sha256> hashes) const override;

private:
    const index::NodeReader& below_;
    std::unordered_map<Sha256, std::string> nodes_;
};

}  // namespace slipway::publishing
