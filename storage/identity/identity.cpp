// Which catalog belongs to which directory. What a start without its catalog must never do is to begin anew on top of
// packages and keys: the new catalog names none of them, and what nothing names is garbage.
//
//   catalog            marker             what happens
//   id of the marker   there              it is the directory's own
//   without an id      none               a directory from before there were markers: bound, once
//   with an id, empty  none               a first start that was cut off before it wrote the marker: bound
//   with an id         none               refused: the catalog of another directory, or the marker was lost
//   another or no id   there              refused: the catalog of another directory
//   no SQLite database any                refused
//   none, or no table  none, no files     a first start: made
//   none, or no table  there, or files    refused: the catalog was lost
//
// Consent overrides a refusal: `adopt` takes a catalog that is there, `move_aside` begins anew, and removes nothing.
// What the catalog counts must be there, too: stores.cpp.
#include "storage/identity/identity.hpp"

#include "base/clock.hpp"
#include "base/files/durable.hpp"
#include "storage/catalog/publications.hpp"
#include "storage/catalog/sqlite.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "storage/identity/known_head.hpp"
#include "storage/identity/marker.hpp"
#include "storage/identity/stores.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace slipway::storage {
namespace {

constexpr const char* id_fact = "directory_id";
constexpr const char* rebuilding_fact = "rebuilding";

/// What belongs to a catalog; the marker last, so that a move that was cut off is refused as well.
constexpr std::array belongings = {"slipway.db", "slipway.db-wal", "slipway.db-shm", "slipway.head", "blobs",
                                   "segments",   "keys",           "admin-token",    "upload-token", "slipway.id"};

/// What a rebuild makes anew.
constexpr std::array catalog_files = {"slipway.db",  "slipway.db-wal", "slipway.db-shm", "slipway.head",
                                      "admin-token", "upload-token",   "slipway.id"};

enum class Verdict : unsigned char { own, to_bind, foreign, none };

Verdict judge(const DirectoryContents& contents) {
    if (contents.catalog != CatalogState::whole) return Verdict::none;
    if (contents.catalog_id && contents.marker_id)
        return *contents.catalog_id == *contents.marker_id ? Verdict::own : Verdict::foreign;
    if (contents.marker_id) return Verdict::foreign;
    return contents.catalog_id && contents.catalog_is_filled ? Verdict::foreign : Verdict::to_bind;
}

Error refused(const Path& data, const std::string& what) { return Error(Fault::unsupported, data.string() + what); }

Error no_catalog(const Path& data) {
    return Error(Fault::not_found, data.string() + " is no data directory: it has no slipway.db");
}

Error foreign_catalog(const Path& data, const DirectoryContents& contents) {
    const std::string theirs = contents.catalog_id ? "the id " + *contents.catalog_id : "no id";
    const std::string ours =
        contents.marker_id ? "slipway.id says " + *contents.marker_id : "the directory has no slipway.id";
    return refused(data, ": slipway.db belongs to another directory: it has " + theirs + ", and " + ours +
                             ". Bring back the file that is missing or was replaced, or `slipwayd restore` a backup "
                             "into an empty directory; if the catalog does belong to these packages: "
                             "`slipwayd init --adopt --data " +
                             data.string() + "`");
}

Error lost_catalog(const Path& data, const DirectoryContents& contents, const StoredFiles& stored) {
    std::string what = ": slipway.db is missing";
    if (contents.catalog == CatalogState::empty) what = ": slipway.db is empty";
    if (contents.catalog == CatalogState::unusable) what = ": slipway.db cannot be used (" + contents.fault + ")";
    std::string there = stored.describe();
    if (contents.marker_id) there += ", and slipway.id, which says that there was a catalog";
    if (contents.has_log) there += ", and slipway.db-wal, the log of one";
    return refused(data,
                   what + ", but the directory holds " + there +
                       ". Is a file system not mounted? What to do: bring slipway.db back (with slipway.db-wal), or "
                       "`slipwayd restore` a backup into an empty directory; `slipwayd fsck --rebuild --data " +
                       data.string() +
                       "` makes a catalog from the package files, as far as that goes; "
                       "`slipwayd init --anew` (or `serve --init`) begins anew and moves all this aside");
}

Result<> check_lost(FileSystem& files, const Path& data, const DirectoryContents& contents) {
    const auto stored = TRY(count_stored_files(files, data));
    const bool lost = contents.catalog == CatalogState::unusable || contents.marker_id || contents.has_log;
    if (!lost && !stored.any()) return {};
    return lost_catalog(data, contents, stored);
}

Result<Path> make_place_aside(FileSystem& files, const Path& data) {
    std::string time = iso_date(SystemClock().now());
    std::erase_if(time, [](char c) { return c == ':' || c == '-'; });
    for (int attempt = 1;; ++attempt) {
        const std::string name = std::string(aside_prefix) + time;
        const Path place = data / (attempt == 1 ? name : name + "-" + std::to_string(attempt));
        const auto made = files.make_directory(place, 0700);
        if (made.ok()) return place;
        if (made.error().fault() != Fault::conflict || attempt == 100) return made.error();
    }
}

Result<Path> move_aside(FileSystem& files, const Path& data, std::span<const char* const> names) {
    const Path place = TRY(make_place_aside(files, data));
    for (const char* name : names) {
        const auto moved = files.rename(data / name, place / name);
        if (!moved.ok() && moved.error().fault() != Fault::not_found) return moved.error();
    }
    TRY(files.sync_directory(place));
    TRY(files.sync_directory(data));
    return place;
}

bool may_begin(Consent consent) { return consent == Consent::move_aside || consent == Consent::rebuild; }

Result<> keep_id(Catalog& catalog, const std::string& id) {
    auto tx = TRY(catalog.write());
    TRY(save_fact(tx, id_fact, id));
    return std::move(tx).commit();
}

/// The catalog first: a marker without a catalog always means that one was lost.
Result<> bind_together(FileSystem& files, const Path& data, OwnCatalog& own, const std::optional<std::string>& id,
                       FilesPlace place) {
    own.id = id ? *id : TRY(new_directory_id());
    TRY(keep_id(*own.catalog, own.id));
    TRY(mark_stores(files, data, own.id, place));
    return write_marker(files, data, own.id);
}

Result<> take(FileSystem& files, const Path& data, OwnCatalog& own) {
    own.catalog = TRY(SqliteCatalog::open(data / "slipway.db"));
    return refuse_lost_commits(files, data, *own.catalog);
}

Result<> adopt(FileSystem& files, const Path& data, OwnCatalog& own, FilesPlace place) {
    own.catalog = TRY(SqliteCatalog::open(data / "slipway.db"));
    auto removed = files.remove(data / "slipway.head");
    if (!removed.ok() && removed.error().fault() != Fault::not_found) return removed;
    own.origin = OwnCatalog::Origin::adopted;
    return bind_together(files, data, own, std::nullopt, place);
}

Error catalog_is_there(const Path& data) {
    return Error(Fault::conflict, data.string() +
                                      " has a catalog; a rebuild makes one where it is lost. If you do not want this "
                                      "one, move slipway.db, slipway.db-wal and slipway.db-shm away");
}

Result<OwnCatalog> open_present(FileSystem& files, const Path& data, Consent consent, FilesPlace place,
                                const DirectoryContents& contents, Verdict verdict) {
    OwnCatalog own;
    if (consent == Consent::rebuild) return catalog_is_there(data);
    if (consent == Consent::adopt) {
        TRY(adopt(files, data, own, place));
        return own;
    }
    if (verdict == Verdict::foreign) return foreign_catalog(data, contents);
    TRY(check_stores(files, data, contents, place));
    TRY(take(files, data, own));
    if (verdict == Verdict::own) {
        own.id = *contents.catalog_id;
        TRY(mark_stores(files, data, own.id, place));
        return own;
    }
    own.origin = contents.catalog_is_filled ? OwnCatalog::Origin::adopted : OwnCatalog::Origin::made;
    TRY(bind_together(files, data, own, contents.catalog_id, place));
    return own;
}

Result<OwnCatalog> make_absent(FileSystem& files, const Path& data, Consent consent, FilesPlace place,
                               const DirectoryContents& contents) {
    OwnCatalog own;
    auto lost = check_lost(files, data, contents);
    const bool needs_something = consent == Consent::adopt || consent == Consent::rebuild;
    if (lost.ok() && needs_something) return no_catalog(data);
    if (!lost.ok() && (lost.error().fault() != Fault::unsupported || !may_begin(consent)))
        return std::move(lost).error();
    if (!lost.ok()) {
        const std::span<const char* const> names = consent == Consent::rebuild
                                                       ? std::span<const char* const>(catalog_files)
                                                       : std::span<const char* const>(belongings);
        own.moved_aside = TRY(move_aside(files, data, names));
    }
    own.catalog = TRY(SqliteCatalog::open(data / "slipway.db"));
    own.origin = OwnCatalog::Origin::made;
    TRY(bind_together(files, data, own, std::nullopt, place));
    return own;
}

Result<> check_catalog(FileSystem& files, const Path& data, const DirectoryContents& contents) {
    const auto verdict = judge(contents);
    if (verdict == Verdict::foreign) return foreign_catalog(data, contents);
    if (verdict != Verdict::none) return {};
    TRY(check_lost(files, data, contents));
    return no_catalog(data);
}

}  // namespace

Result<OwnCatalog> open_own_catalog(FileSystem& files, const Path& data, Consent consent, FilesPlace place) {
    const auto contents = TRY(look_into(files, data));
    const auto verdict = judge(contents);
    return verdict == Verdict::none ? make_absent(files, data, consent, place, contents)
                                    : open_present(files, data, consent, place, contents, verdict);
}

Result<std::string> id_of(const ReadTransaction& tx) {
    auto id = TRY(find_fact(tx, id_fact));
    if (!id) return Error(Fault::corrupt, "the catalog has no id");
    return *std::move(id);
}

Result<> check_own_catalog(FileSystem& files, const Path& data) {
    return check_catalog(files, data, TRY(look_into(files, data)));
}

Result<> check_own_directory(FileSystem& files, const Path& data, FilesPlace place) {
    const auto contents = TRY(look_into(files, data));
    TRY(check_catalog(files, data, contents));
    return check_stores(files, data, contents, place);
}

Result<> begin_rebuild(Catalog& catalog) {
    auto tx = TRY(catalog.write());
    TRY(save_fact(tx, rebuilding_fact, "yes"));
    return std::move(tx).commit();
}

Result<> end_rebuild(Catalog& catalog) {
    auto tx = TRY(catalog.write());
    TRY(execute(tx.connection(), "DELETE FROM facts WHERE name = ?", rebuilding_fact));
    return std::move(tx).commit();
}

Result<> set_catalog_id(const Path& catalog_file, const std::string& id) {
    const auto connection = TRY(SqliteConnection::open(catalog_file, Access::read_write));
    TRY(execute(*connection,
                "INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                id_fact, id));
    return connection->run_script("PRAGMA journal_mode = DELETE");  // whole in a single file, whatever it was before
}

}  // namespace slipway::storage
