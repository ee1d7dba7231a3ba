#include "publishing/directory/data_directory.hpp"

#include "publishing/directory/audit_trail.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "storage/identity/identity.hpp"
#include "storage/identity/known_head.hpp"

namespace slipway::publishing {
namespace {

/// Opening to write would make an empty catalog.
Result<Path> catalog_in(const Path& data, storage::Use use) {
    PosixFileSystem files;
    TRY(storage::check_permitted(data, use));
    TRY(storage::check_is_directory(data));
    TRY(storage::check_own_catalog(files, data));
    return data / "slipway.db";
}

/// The same, for callers that also need the stores of the catalog.
Result<Path> catalog_with_stores(const Path& data, storage::Use use, const StoreOptions& stores) {
    auto catalog = TRY(catalog_in(data, use));
    PosixFileSystem files;
    TRY(storage::check_own_directory(files, data, place_of_files(stores)));
    return catalog;
}

}  // namespace

DataDirectory::~DataDirectory() {
    if (lock && catalog) [[maybe_unused]]
        const auto folded =
            catalog->fold_log();  // if this fails, the next process that opens the catalog reads the log
}

Result<std::unique_ptr<DataDirectory>> DataDirectory::open_alone(const Path& path, const StoreOptions& stores) {
    const auto catalog = TRY(catalog_with_stores(path, storage::Use::write, stores));
    auto directory = std::make_unique<DataDirectory>();
    directory->lock = TRY(DirectoryLock::take(path));
    directory->catalog = TRY(storage::SqliteCatalog::open(catalog));
    TRY(storage::refuse_lost_commits(directory->files, path, *directory->catalog));
    directory->stores = TRY(open_stores({directory->files, directory->clock, path, *directory->catalog}, stores));
    return directory;
}

Result<std::unique_ptr<DataDirectory>> DataDirectory::open_to_read(const Path& path, const StoreOptions& stores) {
    const auto catalog = TRY(catalog_with_stores(path, storage::Use::read, stores));
    auto directory = std::make_unique<DataDirectory>();
    directory->catalog = TRY(storage::SqliteCatalog::open(catalog, storage::OpenMode::read_only));
    directory->stores =
        TRY(open_stores_beside({directory->files, directory->clock, path, *directory->catalog}, stores));
    return directory;
}

Result<std::unique_ptr<storage::Catalog>> open_catalog_to_read(const Path& data) {
    const auto path = TRY(catalog_in(data, storage::Use::read));
    return storage::SqliteCatalog::open(path, storage::OpenMode::read_only);
}

Result<std::unique_ptr<storage::Catalog>> open_catalog(const Path& data) {
    const auto path = TRY(catalog_in(data, storage::Use::write));
    auto catalog = TRY(storage::SqliteCatalog::open(path, storage::OpenMode::as_it_is));
    PosixFileSystem files;
    TRY(storage::refuse_lost_commits(files, data, *catalog));
    return catalog;
}

Result<std::unique_ptr<storage::Catalog>> open_catalog_to_write(const Path& data, LogFormat format) {
    auto catalog = TRY(open_catalog(data));
    const Log log(format);
    std::shared_ptr<storage::KnownHead> known_head = TRY(storage::KnownHead::open(data));
    catalog->observe_events([log, known_head](const storage::EventRow& event) {
        known_head->record({event.id, event.hash});
        log_event(log, event);
    });
    catalog->observe_unknown_outcome(
        [log](const Error& reason, const auto& events) { log_unknown_outcome(log, reason, events); });
    return catalog;
}

}  // namespace slipway::publishing
