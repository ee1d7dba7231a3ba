#pragma once

#include "repo-format/index/tree.hpp"
#include "storage/catalog/revisions.hpp"

namespace slipway::publishing {

/// Tree nodes as one transaction sees them, and for as long as it may read. Of one thread, as the transaction is.
class StoredNodes final : public index::NodeReader {
public:
    explicit StoredNodes(const storage::ReadTransaction& tx) : tx_(tx) {}
    Result<std::string> node(const Sha256& hash) const override {
        auto bytes = TRY(storage::find_node(tx_, hash));
        if (!bytes) return Error(Fault::corrupt, "the catalog lacks tree node " + hash.hex());
        return std::move(*bytes);
    }

private:
    const storage::ReadTransaction& tx_;
};

}  // namespace slipway::publishing
