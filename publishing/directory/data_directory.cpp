#include "publishing/directory/data_directory.hpp"

#include "publishing/directory/audit_trail.hpp"
#include "storage/blobs/file_blob_store.hpp"
#include "storage/identity/identity.hpp"
#include "storage/identity/known_head.hpp"
#include "storage/segments/file_segment_store.hpp"

namespace slipway::publishing {
namespace {

Result<> check_permitted_directory(const StorePlaces& places, storage::Use use) {
    TRY(storage::check_permitted(places.data, use));
    return storage::check_is_directory(places.data);
}

/// Opening to write would make an empty catalog.
Result<std::unique_ptr<storage::CatalogPlace>> place_of_catalog(const StorePlaces& places, storage::Use use) {
    TRY(check_permitted_directory(places, use));
    PosixFileSystem files;
    auto place = catalog_place(places);
    TRY(storage::check_own_catalog(files, *place));
    return place;
}

/// The same, for callers that also need the stores of the catalog.
Result<std::unique_ptr<storage::CatalogPlace>> place_of_directory(const StorePlaces& places, storage::Use use) {
    TRY(check_permitted_directory(places, use));
    PosixFileSystem files;
    auto place = catalog_place(places);
    TRY(storage::check_own_directory(files, *place));
    return place;
}

}  // namespace

DataDirectory::~DataDirectory() {
    if (lock && catalog) [[maybe_unused]]
        const auto folded =
            catalog->fold_log();  // if this fails, the next process that opens the catalog reads the log
}

Result<std::unique_ptr<DataDirectory>> DataDirectory::open_alone(const StorePlaces& places) {
    auto directory = std::make_unique<DataDirectory>();
    directory->place = TRY(place_of_directory(places, storage::Use::write));
    directory->lock = TRY(DirectoryLock::take(places.data));
    directory->catalog = TRY(directory->place->open(storage::OpenMode::create_or_migrate));
    TRY(storage::refuse_lost_commits(directory->files, *directory->place, *directory->catalog));
    TRY(directory->catalog->take_over());
    directory->blobs = TRY(storage::FileBlobStore::open(directory->files, places.data));
    directory->segments = TRY(storage::FileSegmentStore::open(directory->files, places.data));
    return directory;
}

Result<std::unique_ptr<DataDirectory>> DataDirectory::open_to_read(const StorePlaces& places) {
    auto directory = std::make_unique<DataDirectory>();
    directory->place = TRY(place_of_directory(places, storage::Use::read));
    directory->catalog = TRY(directory->place->open(storage::OpenMode::read_only));
    directory->blobs = storage::FileBlobStore::open_beside(directory->files, places.data);
    directory->segments = TRY(storage::FileSegmentStore::open(directory->files, places.data));
    return directory;
}

Result<std::unique_ptr<storage::Catalog>> open_catalog(const StorePlaces& places) {
    const auto place = TRY(place_of_catalog(places, storage::Use::write));
    auto catalog = TRY(place->open(storage::OpenMode::as_it_is));
    PosixFileSystem files;
    TRY(storage::refuse_lost_commits(files, *place, *catalog));
    return catalog;
}

Result<std::unique_ptr<storage::Catalog>> open_catalog_to_write(const StorePlaces& places, LogFormat format) {
    auto catalog = TRY(open_catalog(places));
    const Log log(format);
    std::shared_ptr<storage::KnownHead> known_head = TRY(storage::KnownHead::open(places.data));
    catalog->observe_events([log, known_head](const storage::EventRow& event) {
        known_head->record({event.id, event.hash});
        log_event(log, event);
    });
    catalog->observe_unknown_outcome(
        [log](const Error& reason, const auto& events) { log_unknown_outcome(log, reason, events); });
    return catalog;
}

}  // namespace slipway::publishing
