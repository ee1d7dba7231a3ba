#pragma once

#include "publishing/content/node_cache.hpp"
#include "publishing/model/model.hpp"
#include "storage/catalog/catalog.hpp"

namespace slipway::publishing {

/// What is stored, as of one moment. An answer is made from one view. Belongs to one thread; do not keep it: SQLite's
/// log grows as long as it lives.
using View = storage::ReadTransaction;

/// What those read from who answer people: views of what is stored, and tree nodes, of which those used lately stay in
/// memory (16 MB). The functions of this room take either. Thread-safe.
class Queries {
public:
    /// `catalog` outlives it.
    explicit Queries(const storage::Catalog& catalog);

    /// Blocks. Faults: busy, io.
    Result<View> view() const { return catalog_.read(); }
    const index::NodeReader& nodes() const { return nodes_; }

private:
    const storage::Catalog& catalog_;
    NodeCache nodes_;
};

}  // namespace slipway::publishing
