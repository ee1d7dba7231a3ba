#pragma once

#include "base/clock.hpp"
#include "base/files/file_system.hpp"
#include "publishing/directory/store_places.hpp"
#include "storage/blobs/blob_store.hpp"
#include "storage/cache/object_cache.hpp"
#include "storage/identity/directory_places.hpp"
#include "storage/objects/bucket_access.hpp"
#include "storage/segments/segment_store.hpp"

#include <memory>

namespace slipway::publishing {

/// The places of the stores, reached so far that they can be looked at.
struct OpenPlaces {
    std::unique_ptr<storage::CatalogPlace> catalog{};
    std::unique_ptr<storage::BucketAccess> bucket{};   // null: package files and packs are in the data directory
    std::unique_ptr<storage::ObjectsPlace> objects{};  // the bucket as a place; null like the bucket

    storage::DirectoryPlaces view() const { return {*catalog, objects.get()}; }
};

/// Asks the bucket whether it is there, and writes nothing. `clock` must outlive the result. Blocks. Faults:
/// invalid_input, unsupported, io, as of BucketAccess.
Result<OpenPlaces> open_places(const StorePlaces& places, const Clock& clock);

/// The stores of package files and packs.
struct Stores {
    std::unique_ptr<storage::ObjectCache> cache{};  // null if they are in the directory, or opened to be read
    std::unique_ptr<storage::BlobStore> blobs{};
    std::unique_ptr<storage::SegmentStore> segments{};
};

/// What the stores are made of. All of it must outlive them.
struct StoreParts {
    FileSystem& files;
    const Clock& clock;
    const StorePlaces& places;      // read while they are opened
    storage::BucketAccess* bucket;  // null if they are in the directory
};

/// Opens the stores for writing. Requires that this process owns the directory, and that the bucket belongs to its
/// catalog (storage/identity/). Blocks. Faults: those of the stores.
Result<Stores> open_stores(const StoreParts& parts);
/// Opens the stores for reading; the daemon may run meanwhile. Blocks. Faults: as above.
Result<Stores> open_stores_beside(const StoreParts& parts);

}  // namespace slipway::publishing
