#pragma once

#include "repo-format/index/tree.hpp"
#include "storage/catalog/revisions.hpp"

#include <chrono>

namespace slipway::publishing {

/// Tree nodes as one transaction sees them. Of one thread, as the transaction is.
class StoredNodes final : public index::NodeReader {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// After `until` reads fail (busy "took-too-long"): a transaction that stays open keeps SQLite's log from beginning
    /// anew.
    explicit StoredNodes(const storage::ReadTransaction& tx, Time until = Time::max()) : tx_(tx), until_(until) {}
    Result<std::string> node(const Sha256& hash) const override {
        if (until_ != Time::max() && std::chrono::steady_clock::now() >= until_)
            return Error("took-too-long"_problem,
                         "this took too long on a busy server; try again, or compare nearer revisions");
        auto bytes = TRY(storage::find_node(tx_, hash));
        if (!bytes) return Error(Fault::corrupt, "the catalog lacks tree node " + hash.hex());
        return std::move(*bytes);
    }

private:
    const storage::ReadTransaction& tx_;
    const Time until_;
};

}  // namespace slipway::publishing
