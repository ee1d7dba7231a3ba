#include "publishing/directory/stores.hpp"

#include "storage/blobs/file_blob_store.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/identity/identity.hpp"
#include "storage/objects/bucket_marker.hpp"
#include "storage/objects/s3_blob_store.hpp"
#include "storage/objects/s3_segment_store.hpp"
#include "storage/segments/file_segment_store.hpp"

namespace slipway::publishing {
namespace {

storage::BucketAccessSettings access_settings(const StoreOptions& options) {
    storage::BucketAccessSettings settings;
    settings.bucket.url = options.objects;
    settings.bucket.endpoint = options.endpoint;
    settings.bucket.region = options.region;
    if (options.path_style)
        settings.bucket.addressing = *options.path_style ? s3::Addressing::path : s3::Addressing::virtual_host;
    settings.credentials.file = options.credentials_file;
    settings.credentials.command = options.credentials_command;
    settings.connection.ca_file = options.ca_file;
    return settings;
}

Result<storage::BucketClaim> claim_of(const storage::Catalog& catalog, Claim claim) {
    storage::BucketClaim of_catalog;
    const auto tx = TRY(catalog.read());
    of_catalog.catalog_id = TRY(storage::id_of(tx));
    of_catalog.names_packages = TRY(storage::has_packages(tx));
    of_catalog.takes_over = claim == Claim::take_over;
    return of_catalog;
}

Result<Stores> open_files(const StorePlace& place) {
    Stores stores;
    stores.blobs = TRY(storage::FileBlobStore::open(place.files, place.data).during("opening the blob store"));
    stores.segments = TRY(storage::FileSegmentStore::open(place.files, place.data).during("opening the segments"));
    return stores;
}

Result<> open_in_bucket(Stores& stores, const StorePlace& place) {
    const storage::BucketParts parts{stores.bucket->client(), place.files, place.clock, stores.cache.get()};
    stores.blobs = std::make_unique<storage::S3BlobStore>(parts);
    stores.segments = TRY(storage::S3SegmentStore::open(parts).during("opening the segments"));
    return {};
}

}  // namespace

storage::FilesPlace place_of_files(const StoreOptions& options) {
    return options.are_in_bucket() ? storage::FilesPlace::elsewhere : storage::FilesPlace::in_directory;
}

Result<> check(const StoreOptions& options) {
    if (!options.are_in_bucket()) return {};
    const auto settings = access_settings(options);
    TRY(s3::Bucket::create(settings.bucket));
    TRY(s3::source_of(settings.credentials));
    TRY(s3::CurlTransport::create(settings.connection));
    return {};
}

Result<Stores> open_stores(const StorePlace& place, const StoreOptions& options, Claim claim) {
    if (!options.are_in_bucket()) return open_files(place);
    Stores stores;
    stores.bucket = TRY(storage::BucketAccess::open(access_settings(options), place.clock));
    const auto of_catalog = TRY(claim_of(place.catalog, claim));
    TRY(storage::claim_bucket(stores.bucket->client(), of_catalog));
    const storage::CacheBounds bounds{options.cache_bytes, options.keep_free};
    stores.cache = TRY(storage::ObjectCache::open(place.files, place.data, bounds).during("opening the cache"));
    TRY(open_in_bucket(stores, place));
    return stores;
}

Result<Stores> open_stores_beside(const StorePlace& place, const StoreOptions& options) {
    Stores stores;
    if (!options.are_in_bucket()) {
        stores.blobs = storage::FileBlobStore::open_beside(place.files, place.data);
        stores.segments = TRY(storage::FileSegmentStore::open(place.files, place.data));
        return stores;
    }
    stores.bucket = TRY(storage::BucketAccess::open(access_settings(options), place.clock));
    const auto of_catalog = TRY(claim_of(place.catalog, Claim::as_usual));
    TRY(storage::check_bucket(stores.bucket->client(), of_catalog.catalog_id));
    TRY(open_in_bucket(stores, place));
    return stores;
}

Result<> take_over_bucket(const StoreOptions& options, const Clock& clock, const std::string& catalog_id) {
    if (!options.are_in_bucket()) return {};
    const auto bucket = TRY(storage::BucketAccess::open(access_settings(options), clock));
    return storage::claim_bucket(bucket->client(), {.catalog_id = catalog_id, .takes_over = true});
}

}  // namespace slipway::publishing
