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

/// Where package files and packs are: in the data directory, or in the bucket of an object store.
struct StoreOptions {
    std::string objects{};  // "s3://bucket/prefix"; "": in the data directory. The rest is for a bucket
    std::string endpoint{};
    std::string region{};
    std::optional<bool> path_style{};
    Path ca_file{};
    Path credentials_file{};
    std::vector<std::string> credentials_command{};
    std::uint64_t cache_bytes = std::uint64_t{20} << 30;
    std::uint64_t keep_free = 0;  // of the disk, whatever the cache could hold

    bool are_in_bucket() const { return !objects.empty(); }
};

/// Whether the directory has package files and packs of its own.
storage::FilesPlace place_of_files(const StoreOptions& options);

/// Looks at the options alone. Faults: invalid_input, with the setting and what it has to be.
Result<> check(const StoreOptions& options);

/// The stores of a directory, and what they are made of.
struct Stores {
    std::unique_ptr<storage::BucketAccess> bucket{};  // null where they are in the directory, as is:
    std::unique_ptr<storage::ObjectCache> cache{};    // null for whoever only reads, too
    std::unique_ptr<storage::BlobStore> blobs{};
    std::unique_ptr<storage::SegmentStore> segments{};
};

/// A directory's stores, and whose they are. All of it outlives the stores.
struct StorePlace {
    FileSystem& files;
    const Clock& clock;
    Path data;
    const storage::Catalog& catalog;
};

/// What the catalog says about itself to a bucket.
enum class Claim : unsigned char {
    as_usual,
    take_over,  // it is going to be made of what the bucket has
};

/// To write. Precondition: this process owns the directory. Blocks. Faults: those of the stores; unsupported (the
/// bucket belongs to another catalog).
Result<Stores> open_stores(const StorePlace& place, const StoreOptions& options, Claim claim = Claim::as_usual);
/// To read, beside whoever owns the directory. Blocks. Faults: as above.
Result<Stores> open_stores_beside(const StorePlace& place, const StoreOptions& options);

/// Gives a bucket to a catalog, whatever catalog has it now: an operator has decided. Nothing happens where the options
/// name no bucket. Blocks. Faults: those of opening the bucket.
Result<> take_over_bucket(const StoreOptions& options, const Clock& clock, const std::string& catalog_id);

}  // namespace slipway::publishing
