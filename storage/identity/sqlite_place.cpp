#include "storage/identity/sqlite_place.hpp"

#include "storage/catalog/migrations.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "storage/catalog/sqlite_connection_pool.hpp"

namespace slipway::storage {
namespace {

Path log_in(const Path& data) { return data / "slipway.db-wal"; }

Result<std::uint64_t> size_or_zero(FileSystem& files, const Path& path) {
    const auto status = files.status(path);
    if (status.ok()) return status->size;
    if (status.error().fault() == Fault::not_found) return std::uint64_t{0};
    return status.error();
}

Result<CatalogContents> look_at_file(const Path& file, bool has_log) {
    const auto connection = TRY(connect(file, Access::read_only));
    CatalogContents contents;
    contents.state = CatalogState::empty;
    // SQLite has read its log: there is nothing in it that was committed.
    if (TRY(schema_version(*connection)) == 0) return contents;
    contents = TRY(look_at_rows(*connection));
    contents.has_log = has_log;
    return contents;
}

}  // namespace

Result<CatalogContents> SqlitePlace::look(FileSystem& files) const {
    CatalogContents contents;
    contents.has_log = TRY(size_or_zero(files, log_in(data()))) > 0;
    const Path file = data() / "slipway.db";
    if (!TRY(files.exists(file))) return contents;
    contents.state = CatalogState::empty;
    if (TRY(size_or_zero(files, file)) == 0) return contents;
    auto looked = look_at_file(file, contents.has_log);
    if (looked.ok()) return looked;
    const auto fault = looked.error().fault();
    if (fault != Fault::corrupt && fault != Fault::unsupported) return looked;
    contents.state = CatalogState::unusable;
    contents.fault = looked.error().message();
    return contents;
}

Result<std::unique_ptr<Catalog>> SqlitePlace::open(OpenMode mode) const {
    return SqliteCatalog::open(data() / "slipway.db", mode);
}

std::string SqlitePlace::way_back() const {
    return "Is a file system not mounted, or is the catalog in PostgreSQL (--catalog)? What to do: bring slipway.db "
           "back (with slipway.db-wal), or `slipwayd restore` a backup into an empty directory";
}

std::string SqlitePlace::way_to_its_own() const {
    return "Bring back the file that is missing or was replaced, or `slipwayd restore` a backup into an empty "
           "directory";
}

std::string SqlitePlace::way_to_begin() const {
    return "If you do not want this one, move slipway.db, slipway.db-wal and slipway.db-shm away";
}

std::string SqlitePlace::absence() const { return data().string() + " is no data directory: it has no slipway.db"; }

std::string SqlitePlace::cause_of_lost_commits(FileSystem& files) const {
    const auto log = files.status(log_in(data()));  // readers leave an empty one behind
    if (log.ok() && log->size > 0) return "slipway.db is not the newest one of this directory";
    return "SQLite's log slipway.db-wal, which held the last commits, is missing, or slipway.db is an older copy";
}

}  // namespace slipway::storage
