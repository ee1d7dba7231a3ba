#pragma once

#include "base/clock.hpp"
#include "publishing/intake/claimed_blobs.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/gc/collector.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace slipway::publishing {

/// How many rows of each kind were garbage.
struct SweptRows {
    std::uint64_t revisions = 0;    // past retention
    std::uint64_t index_files = 0;  // replaced longer ago than replaced ones are kept
    std::uint64_t packages = 0;
    std::uint64_t nodes = 0;
    std::uint64_t segments = 0;
    std::uint64_t withheld_bytes = 0;  // of packages, if they are more than may go at once: then no row was deleted
    std::uint64_t limit_bytes = 0;
};

/// Rows that nothing leads to.
struct Garbage {
    std::vector<std::pair<storage::RowId, Sha256>> packages;  // by repository
    std::vector<Sha256> blocks;                               // blocks whose segments nothing needs
    std::vector<Sha256> nodes;
    std::uint64_t package_bytes = 0;  // of those packages
    std::uint64_t stored_bytes = 0;   // of all packages
};

/// Finds nodes, segments and packages (older than an hour) that no list of a kept revision and no kept index file leads
/// to. A package stays while a list of *any* repository names its bytes. Blocks; time and memory follow the size of the
/// catalog. Faults: corrupt (a tree is damaged, so nobody can say what is garbage), io.
Result<Garbage> find_garbage(const storage::ReadTransaction& tx, Seconds now);

/// Deletes the rows that nothing needs in one transaction: deleted repositories, revisions past retention, index files
/// replaced before `now - keep_index_files`, and what `find_garbage` finds then. Nothing happens before the caller
/// commits, and a damaged tree fails the sweep. Precondition: nobody publishes meanwhile. (While a publisher runs,
/// `Publisher::collect_garbage` does the same in steps.) Blocks. Faults: corrupt, storage_full, io.
Result<SweptRows> sweep_catalog(storage::WriteTransaction& tx, Seconds now, std::chrono::seconds keep_index_files);

/// What a collection did with files.
struct CollectedFiles {
    storage::UnreferencedFiles moved_to_trash{};
    std::uint64_t withheld_bytes =
        0;  // that nothing needs, if they are more than may go at once: then all of them stay
    std::uint64_t limit_bytes = 0;
};

/// Moves the blobs and packs to the trash that no row needs (storage/gc) and no upload has claimed, unless they are
/// more than `limit` allows (nothing: any number). Publications go on meanwhile: the catalog is locked only for a few
/// files at a time, while each is checked once more. Blocks. Faults: busy, corrupt, io.
Result<CollectedFiles> collect_unreferenced_files(storage::Catalog& catalog, storage::BlobStore& blobs,
                                                  storage::SegmentStore& segments, const ClaimedBlobs& claims,
                                                  Seconds now, const std::optional<storage::CollectionLimit>& limit,
                                                  std::chrono::seconds least_age = storage::youngest_garbage);

}  // namespace slipway::publishing
