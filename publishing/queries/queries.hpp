#pragma once

#include "publishing/content/node_cache.hpp"
#include "publishing/model/model.hpp"
#include "publishing/queries/timed_nodes.hpp"
#include "storage/catalog/catalog.hpp"

#include <chrono>

namespace slipway::publishing {

/// What is stored, at one moment. An answer is made from one view. A view belongs to one thread and should be
/// short-lived, as SQLite's log grows as long as it lives.
using View = storage::ReadTransaction;

/// The source of answers to people: views of what is stored, and tree nodes, which are cached (16 MB). The functions of
/// this directory take either. A view or reader may be used for 30 s; then reads fail (busy "took-too-long"). Nothing
/// else reads for people, so every answer has this limit. Thread-safe.
class Queries {
public:
    static constexpr std::chrono::seconds longest_read{30};

    /// Precondition: `catalog` outlives this.
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
