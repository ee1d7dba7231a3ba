#pragma once

#include "repo-format/index/tree.hpp"
#include "storage/catalog/catalog.hpp"

#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace slipway::publishing {

/// Tree nodes from the catalog, the recently used ones kept in memory up to a bound. Thread-safe.
class NodeCache final : public index::NodeReader {
public:
    NodeCache(const storage::Catalog& catalog, std::size_t max_bytes) : catalog_(catalog), max_bytes_(max_bytes) {}
    Result<std::string> node(const Sha256& hash) const override;

private:
    using Entry = std::pair<Sha256, std::string>;
    void keep(const Sha256& hash, const std::string& bytes) const;

    const storage::Catalog& catalog_;
    const std::size_t max_bytes_;
    mutable std::mutex mutex_;         // guards the three below
    mutable std::list<Entry> recent_;  // most recently used first
    mutable std::unordered_map<Sha256, std::list<Entry>::iterator> places_;
    mutable std::size_t bytes_ = 0;
};

/// Nodes made by a publication under way, before the catalog has them; others come from below. Filled by one thread,
/// then read by many.
class PendingNodes final : public index::NodeReader {
public:
    explicit PendingNodes(const index::NodeReader& below) : below_(below) {}
    void add(std::vector<index::NewNode> nodes);
    const std::unordered_map<Sha256, std::string>& nodes() const { return nodes_; }
    Result<std::string> node(const Sha256& hash) const override;

private:
    const index::NodeReader& below_;
    std::unordered_map<Sha256, std::string> nodes_;
};

}  // namespace slipway::publishing
