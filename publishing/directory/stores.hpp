#pragma once

#include "base/clock.hpp"
#include "base/files/file_system.hpp"
#include "storage/blobs/blob_store.hpp"
#include "storage/cache/object_cache.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/identity/contents.hpp"
#include "storage/objects/bucket_access.hpp"
#include "storage/segments/segment_store.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

/// Says where package files and packs are: in the data directory, or in the bucket of an object store.
struct StoreOptions {
    std::string objects{};  // "s3://bucket/prefix"; if empty, they are in the data directory
    std::string endpoint{};
    std::string region{};
    std::optional<bool> path_style{};
    Path ca_file{};
    Path credentials_file{};
    std::vector<std::string> credentials_command{};
    std::uint64_t cache_bytes = std::uint64_t{20} << 30;
    std::uint64_t keep_free = 0;  // bytes of the disk that the cache leaves free

    bool are_in_bucket() const { return !objects.empty(); }
};

/// Returns whether the data directory has the package files and packs.
storage::FilesPlace place_of_files(const StoreOptions& options);

/// Checks the options without asking the store. Faults: invalid_input; the message names the setting and what it must
/// be.
Result<> check(const StoreOptions& options);

/// The stores of a data directory, and what they are made of.
struct Stores {
    std::unique_ptr<storage::BucketAccess> bucket{};  // null if they are in the directory, like the next
    std::unique_ptr<storage::ObjectCache> cache{};    // null also if the stores are opened for reading
    std::unique_ptr<storage::BlobStore> blobs{};
    std::unique_ptr<storage::SegmentStore> segments{};
};

/// What the stores of a data directory belong to. All of it must outlive them.
struct StorePlace {
    FileSystem& files;
    const Clock& clock;
    Path data;
    const storage::Catalog& catalog;
};

/// How the catalog claims a bucket.
enum class Claim : unsigned char {
    as_usual,
    take_over,  // it is rebuilt from the bucket
};

/// Opens the stores for writing. Requires that this process owns the directory. Blocks. Faults: those of the stores;
/// unsupported (the bucket belongs to another catalog).
Result<Stores> open_stores(const StorePlace& place, const StoreOptions& options, Claim claim = Claim::as_usual);
/// Opens the stores for reading; the daemon may run meanwhile. Blocks. Faults: as above.
Result<Stores> open_stores_beside(const StorePlace& place, const StoreOptions& options);

/// Gives the bucket to a catalog, whatever catalog has it now. Does nothing if the options name no bucket. Blocks.
/// Faults: those of opening the bucket.
Result<> take_over_bucket(const StoreOptions& options, const Clock& clock, const std::string& catalog_id);

}  // namespace slipway::publishing
