#pragma once

#include "repo-format/index/tree.hpp"
#include "storage/catalog/revisions.hpp"

#include <span>
#include <string>
#include <vector>

namespace slipway::publishing {

/// Reads tree nodes as one transaction sees them, for as long as it may read. One thread, like the transaction.
class StoredNodes final : public index::NodeReader {
public:
    explicit StoredNodes(const storage::ReadTransaction& tx) : tx_(tx) {}
    Result<std::string> node(const Sha256& hash) const override {
        auto nodes = TRY(nodes_of({&hash, 1}));
        return std::move(nodes.front());
    }
    Result<std::vector<std::string>> nodes_of(std::span<const Sha256> hashes) const override {
        auto found = TRY(storage::find_nodes(tx_, hashes));
        std::vector<std::string> nodes;
        for (const auto& hash : hashes) {
            const auto node = found.find(hash);
            if (node == found.end()) return Error(Fault::corrupt, "the catalog lacks tree node " + hash.hex());
            nodes.push_back(node->second);
        }
        return nodes;
    }

private:
    const storage::ReadTransaction& tx_;
};

}  // namespace slipway::publishing
