#pragma once

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "storage/blobs/blob_store.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/segments/segment_store.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <vector>

namespace slipway::storage {

/// Files younger than this are never garbage, because a transaction that names them may be under way.
inline constexpr std::chrono::seconds youngest_garbage = std::chrono::hours{1};

/// Files that no row of the catalog needs.
struct UnreferencedFiles {
    struct Blob {
        Sha256 id{};
        std::uint64_t size = 0;
    };
    std::vector<Blob> blobs{};
    std::vector<SegmentStore::Pack> packs{};
    std::uint64_t stored_bytes = 0;  // the size of all blobs and packs

    std::uint64_t bytes() const;
};

/// How much of what is stored may be collected at once, because a catalog that lost its rows must not cost the bytes.
struct CollectionLimit {
    std::uint64_t percent = 10;
    std::uint64_t least_bytes = std::uint64_t{1} << 30;  // may always be collected

    std::uint64_t bytes_of(std::uint64_t stored_bytes) const;
};

/// What was removed from the trash.
struct EmptiedTrash {
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
};

/// Deletes what has been in the trash for `rest`, oldest first, until `enough` returns true. Blocks. Faults: io.
Result<EmptiedTrash> empty_trash(const BlobStore& blobs, const SegmentStore& segments, Seconds now,
                                 std::chrono::seconds rest, const std::function<bool()>& enough);
/// Returns how many bytes are in the trash.
Result<std::uint64_t> resting_bytes(const BlobStore& blobs, const SegmentStore& segments);

/// Returns the blobs that no package and no pool name has, and the packs without a segment of the catalog, of at least
/// `least_age`. A pack is kept as a whole while one of its segments is needed. Blocks. Faults: corrupt, io.
Result<UnreferencedFiles> find_unreferenced_files(const ReadTransaction& tx, const BlobStore& blobs,
                                                  const SegmentStore& segments,
                                                  std::chrono::seconds least_age = youngest_garbage);

}  // namespace slipway::storage
