#include "publishing/directory/data_directory.hpp"

#include "base/files/durable.hpp"
#include "publishing/cluster/nodes.hpp"
#include "publishing/directory/audit_trail.hpp"
#include "storage/identity/identity.hpp"
#include "storage/identity/known_head.hpp"

namespace slipway::publishing {
namespace {

/// One that holds nothing but copies may have vanished.
Result<> check_usable(const StorePlaces& places, storage::Use use) {
    TRY(storage::check_permitted(places.data, use));
    TRY(storage::check_is_directory(places.data));
    PosixFileSystem files;
    const bool makes_it = use == storage::Use::write && places.is_cache();
    return makes_it ? make_directories(files, places.data) : Result<>();
}

/// Opening to write would make an empty catalog.
Result<std::unique_ptr<storage::CatalogPlace>> place_of_catalog(const StorePlaces& places, storage::Use use) {
    TRY(check_usable(places, use));
    PosixFileSystem files;
    auto place = catalog_place(places);
    TRY(storage::check_own_catalog(files, *place, places.files_place()));
    return place;
}

/// The same, for callers that also need the stores of the catalog.
Result<> reach_places(DataDirectory& directory, const StorePlaces& places, storage::Use use) {
    TRY(check_usable(places, use));
    directory.places = TRY(open_places(places, directory.clock));
    return storage::check_own_directory(directory.files, directory.places.view());
}

Result<> refuse_live_nodes(const storage::Catalog& catalog) {
    const auto tx = TRY(catalog.read());
    return check_no_node_lives(tx);
}

StoreParts parts_of(DataDirectory& directory, const StorePlaces& places) {
    return {directory.files, directory.clock, places, directory.places.bucket.get()};
}

}  // namespace

DataDirectory::~DataDirectory() {
    if (lock && catalog) [[maybe_unused]]
        const auto folded =
            catalog->fold_log();  // if this fails, the next process that opens the catalog reads the log
}

Result<std::unique_ptr<DataDirectory>> DataDirectory::open_alone(const StorePlaces& places) {
    auto directory = std::make_unique<DataDirectory>();
    TRY(reach_places(*directory, places, storage::Use::write));
    directory->lock = TRY(DirectoryLock::take(places.data));
    const auto& place = *directory->places.catalog;
    directory->catalog = TRY(place.open(storage::OpenMode::create_or_migrate));
    TRY(storage::refuse_lost_commits(directory->files, place, *directory->catalog));
    if (places.has_database()) TRY(refuse_live_nodes(*directory->catalog));
    TRY(directory->catalog->take_over());
    directory->stores = TRY(open_stores(parts_of(*directory, places)));
    return directory;
}

Result<std::unique_ptr<DataDirectory>> DataDirectory::open_to_read(const StorePlaces& places) {
    auto directory = std::make_unique<DataDirectory>();
    TRY(reach_places(*directory, places, storage::Use::read));
    directory->catalog = TRY(directory->places.catalog->open(storage::OpenMode::read_only));
    directory->stores = TRY(open_stores_beside(parts_of(*directory, places)));
    return directory;
}

Result<std::unique_ptr<storage::Catalog>> open_catalog_to_read(const StorePlaces& places) {
    const auto place = TRY(place_of_catalog(places, storage::Use::read));
    return place->open(storage::OpenMode::read_only);
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
