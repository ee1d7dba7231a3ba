#pragma once

#include "base/digest.hpp"
#include "repo-format/index/edit.hpp"
#include "repo-format/index/tree.hpp"
#include "tests/support/must.hpp"

#include <map>
#include <set>
#include <string>

namespace slipway::testing {

/// Nodes of lists kept in memory, which counts how often they are read. One thread at a time.
class MemoryNodes final : public index::NodeReader {
public:
    Result<std::string> node(const Sha256& hash) const override {
        ++reads_;
        const auto found = nodes_.find(hash);
        if (found == nodes_.end()) return Error(Fault::corrupt, "unknown node " + hash.hex());
        return found->second;
    }

    /// Keeps `bytes` under `hash`, whatever they are.
    void put(const Sha256& hash, std::string bytes) { nodes_[hash] = std::move(bytes); }

    /// Edits a list and keeps its new nodes, as storage does.
    index::EditedList edit(index::ListOrder order, const index::Root& root, const index::ListEdit& edit) {
        auto edited = MUST(index::edit_list(*this, order, root, edit));
        for (const auto& made : edited.nodes) put(made.hash, made.bytes);
        return edited;
    }

    const std::map<Sha256, std::string>& all() const { return nodes_; }

    /// Nodes read since the last call.
    std::size_t take_reads() const { return std::exchange(reads_, 0); }

private:
    std::map<Sha256, std::string> nodes_;
    mutable std::size_t reads_ = 0;
};

}  // namespace slipway::testing
