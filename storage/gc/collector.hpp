#pragma once

#include "base/digest.hpp"
#include "storage/blobs/blob_store.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/segments/segment_store.hpp"

#include <chrono>
#include <cstdint>
#include <vector>

namespace slipway::storage {

/// Files younger than this are never garbage: a row that names them may be on its way.
inline constexpr std::chrono::seconds youngest_garbage = std::chrono::hours{1};

/// Files that no row of the catalog needs.
struct UnreferencedFiles {
    struct Blob {
        Sha256 id{};
        std::uint64_t size = 0;
    };
    std::vector<Blob> blobs{};
    std::vector<SegmentStore::Pack> packs{};

    std::uint64_t bytes() const;
};

/// Blobs that no package and no pool name has, and packs in which no segment of the catalog lies, of at least
/// `least_age`. A pack is kept as a whole while one of its segments is needed. Blocks. Faults: corrupt, io.
Result<UnreferencedFiles> find_unreferenced_files(const ReadTransaction& tx, const BlobStore& blobs,
                                                  const SegmentStore& segments,
                                                  std::chrono::seconds least_age = youngest_garbage);

}  // namespace slipway::storage
