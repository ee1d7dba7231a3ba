#pragma once

#include "publishing/content/node_cache.hpp"
#include "publishing/model/model.hpp"
#include "publishing/queries/timed_nodes.hpp"
#include "storage/catalog/catalog.hpp"

#include <chrono>

namespace slipway::publishing {

/// What is stored, as of one moment. An answer is made from one view. Belongs to one thread; do not keep it: SQLite's
/// log grows as long as it lives.
using View = storage::ReadTransaction;

/// What those read from who answer people: views of what is stored, and tree nodes, of which those used lately stay in
/// memory (16 MB). The functions of this room take either. Each may be read for 30 s from the call that gave it out;
/// then reads fail (busy "took-too-long"). Nothing else reads for people, so no answer lacks this limit. Thread-safe.
class Queries {
public:
    static constexpr std::chrono::seconds longest_read{30};

    /// `catalog` outlives it.
    explicit Queries(const storage::Catalog& catalog, std::chrono::milliseconds longest = longest_read);

    /// Blocks. Faults: busy, io.
    Result<View> view() const { return catalog_.read(TimeLimit(longest_)); }
    TimedNodes nodes() const { return {nodes_, TimeLimit(longest_)}; }

private:
    const storage::Catalog& catalog_;
    const std::chrono::milliseconds longest_;
    NodeCache nodes_;
};

}  // namespace slipway::publishing
