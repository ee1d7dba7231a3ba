#pragma once

#include "base/clock.hpp"
#include "publishing/claimed_blobs.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/gc/collector.hpp"

#include <chrono>
#include <cstdint>

namespace slipway::publishing {

/// How many rows of each kind were garbage.
struct SweptRows {
    std::uint64_t index_files = 0;  // replaced longer ago than they are kept
    std::uint64_t packages = 0;
    std::uint64_t nodes = 0;
    std::uint64_t segments = 0;
};

/// Deletes the rows nothing needs: index files replaced before `now - keep_index_files`, then nodes, segments and
/// packages (with their texts and pool names; older than an hour) that no list of a kept revision and no kept index
/// file leads to. A package stays while a list of *any* repository names its bytes. Nothing happens before the caller
/// commits, and a damaged tree fails the sweep. Precondition: no publication is under way, as it may use segments it
/// has found already. Blocks, and cost follows the size of the catalog. Faults: corrupt, storage_full, io.
Result<SweptRows> sweep_catalog(storage::WriteTransaction& tx, Seconds now, std::chrono::seconds keep_index_files);

/// Removes the blobs and packs that no row needs (storage/gc) and no upload has claimed. Keeps the catalog locked for
/// writing meanwhile, so that no row can come to need them. Returns what was removed. Blocks. Faults: busy, corrupt,
/// io.
Result<storage::UnreferencedFiles> remove_unreferenced_files(storage::Catalog& catalog, storage::BlobStore& blobs,
                                                             storage::SegmentStore& segments,
                                                             const ClaimedBlobs& claims);

}  // namespace slipway::publishing
