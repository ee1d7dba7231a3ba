#include "publishing/directory/stores.hpp"

#include "storage/blobs/file_blob_store.hpp"
#include "storage/objects/bucket_marker.hpp"
#include "storage/objects/s3_blob_store.hpp"
#include "storage/objects/s3_segment_store.hpp"
#include "storage/segments/file_segment_store.hpp"

namespace slipway::publishing {
namespace {

Result<> open_in_bucket(Stores& stores, const StoreParts& parts) {
    const storage::BucketParts of_bucket{parts.bucket->client(), parts.files, parts.clock, stores.cache.get()};
    stores.blobs = std::make_unique<storage::S3BlobStore>(of_bucket);
    stores.segments = TRY(storage::S3SegmentStore::open(of_bucket).during("opening the segments"));
    return {};
}

}  // namespace

Result<OpenPlaces> open_places(const StorePlaces& places, const Clock& clock) {
    OpenPlaces open;
    open.catalog = catalog_place(places);
    if (!places.bucket) return open;
    open.bucket = TRY(storage::BucketAccess::open(access_settings(*places.bucket), clock));
    open.objects = std::make_unique<storage::MarkedBucket>(open.bucket->client());
    return open;
}

Result<Stores> open_stores(const StoreParts& parts) {
    Stores stores;
    const Path& data = parts.places.data;
    if (parts.bucket == nullptr) {
        stores.blobs = TRY(storage::FileBlobStore::open(parts.files, data).during("opening the blob store"));
        stores.segments = TRY(storage::FileSegmentStore::open(parts.files, data).during("opening the segments"));
        return stores;
    }
    const storage::CacheBounds bounds{parts.places.bucket->cache_bytes, parts.places.bucket->keep_free};
    stores.cache = TRY(storage::ObjectCache::open(parts.files, data, bounds).during("opening the cache"));
    TRY(open_in_bucket(stores, parts));
    return stores;
}

Result<Stores> open_stores_beside(const StoreParts& parts) {
    Stores stores;
    if (parts.bucket == nullptr) {
        stores.blobs = storage::FileBlobStore::open_beside(parts.files, parts.places.data);
        stores.segments = TRY(storage::FileSegmentStore::open(parts.files, parts.places.data));
        return stores;
    }
    TRY(open_in_bucket(stores, parts));
    return stores;
}

}  // namespace slipway::publishing
