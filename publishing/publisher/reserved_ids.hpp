#pragma once

#include "base/result.hpp"
#include "storage/catalog/catalog.hpp"

#include <mutex>

namespace slipway::publishing {

/// Gives out ids for new repositories, distros and channels. It takes them from the catalog, so that no other process
/// gives out the same ones, and in blocks, so that few ids cost a commit. The rest of a block at the end is never used.
/// Thread-safe.
class ReservedIds {
public:
    /// Precondition: `catalog` outlives this.
    explicit ReservedIds(storage::Catalog& catalog) : catalog_(catalog) {}

    /// Returns an id that was never given out. If the block is used up, it blocks: it waits for the catalog's writer,
    /// and commits. Precondition: the caller is no writer. Faults: those of `Catalog::write` and of its commit.
    Result<storage::RowId> next();

private:
    Result<> reserve_block();

    storage::Catalog& catalog_;
    std::mutex mutex_;  // guards the two below; held while a block is reserved
    storage::RowId next_ = 0;
    storage::RowId end_ = 0;
};

}  // namespace slipway::publishing
