#pragma once

#include "repo-format/index/tree.hpp"
#include "storage/catalog/revisions.hpp"

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace slipway::publishing {

/// Tree nodes as one transaction sees them. Of one thread, as the transaction is.
class StoredNodes final : public index::NodeReader {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// After `until` reads fail (busy "took-too-long"): a transaction that stays open keeps SQLite's log from beginning
    /// anew.
    explicit StoredNodes(const storage::ReadTransaction& tx, Time until = Time::max()) : tx_(tx), until_(until) {}
    Result<std::string> node(const Sha256& hash) const override {
        auto nodes = TRY(nodes_of({&hash, 1}));
        return std::move(nodes.front());
    }
    Result<std::vector<std::string>> nodes_of(std::span<const Sha256> hashes) const override {
        if (until_ != Time::max() && std::chrono::steady_clock::now() >= until_)
            return Error("took-too-long"_problem,
                         "this took too long on a busy server; try again, or compare nearer revisions");
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
    const Time until_;
};

}  // namespace slipway::publishing
