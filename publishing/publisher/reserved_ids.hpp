#pragma once

#include "base/result.hpp"
#include "storage/catalog/catalog.hpp"

#include <mutex>

namespace slipway::publishing {

/// Ids of repositories, distros and channels that are to be made. They are taken from the catalog, so that no other
/// process gives out the same ones; in blocks, so that few of them cost a commit. What is left of a block at the end is
/// never used. Thread-safe.
class ReservedIds {
public:
    /// `catalog` outlives it.
    explicit ReservedIds(storage::Catalog& catalog) : catalog_(catalog) {}

    /// An id that was never given out. Blocks where the block is used up: then it waits for the catalog's writer, and
    /// commits. Precondition: the caller is no writer. Faults: those of `Catalog::write` and of its commit.
    Result<storage::RowId> next();

private:
    Result<> reserve_block();

    storage::Catalog& catalog_;
    std::mutex mutex_;  // guards the two below; held while a block is reserved
    storage::RowId next_ = 0;
    storage::RowId end_ = 0;
};

}  // namespace slipway::publishing
