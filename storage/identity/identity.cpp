// Which catalog belongs to which directory. What a start without its catalog must never do is to begin anew on top of
// packages and keys: the new catalog names none of them, and what nothing names is garbage. Where the catalog is, in a
// file of the directory or in a database, is known to its CatalogPlace alone.
//
//   catalog            marker             what happens
//   id of the marker   there              it is the directory's own
//   without an id      none               a directory from before there were markers: bound, once
//   with an id, empty  none               a first start that was cut off before it wrote the marker: bound
//   with an id         none               refused: the catalog of another directory, or the marker was lost
//   another or no id   there              refused: the catalog of another directory
//   not a catalog      any                refused
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
#include "storage/identity/known_head.hpp"
#include "storage/identity/marker.hpp"
#include "storage/identity/stores.hpp"

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
    const CatalogContents& catalog = contents.catalog;
    if (catalog.state != CatalogState::whole) return Verdict::none;
    if (catalog.id && contents.marker_id) return *catalog.id == *contents.marker_id ? Verdict::own : Verdict::foreign;
    if (contents.marker_id) return Verdict::foreign;
    return catalog.id && catalog.is_filled ? Verdict::foreign : Verdict::to_bind;
}

Error refused(const Path& data, const std::string& what) { return Error(Fault::unsupported, data.string() + what); }

Error foreign_catalog(const CatalogPlace& place, const DirectoryContents& contents) {
    const Path& data = place.data();
    const std::string theirs = contents.catalog.id ? "the id " + *contents.catalog.id : "no id";
    const std::string ours =
        contents.marker_id ? "slipway.id says " + *contents.marker_id : "the directory has no slipway.id";
    return refused(data, ": " + place.name() + " belongs to another directory: it has " + theirs + ", and " + ours +
                             ". " + place.way_to_its_own() +
                             "; if the catalog does belong to these packages: `slipwayd init --adopt --data " +
                             data.string() + "`");
}

Error lost_catalog(const CatalogPlace& place, const DirectoryContents& contents, const StoredFiles& stored) {
    const CatalogContents& catalog = contents.catalog;
    std::string what = ": " + place.name() + " is missing";
    if (catalog.state == CatalogState::empty) what = ": " + place.name() + " is empty";
    if (catalog.state == CatalogState::unusable) what = ": " + place.name() + " cannot be used (" + catalog.fault + ")";
    std::string there = stored.describe();
    if (contents.marker_id) there += ", and slipway.id, which says that there was a catalog";
    if (catalog.has_log) there += ", and slipway.db-wal, the log of one";
    if (contents.has_another_catalog) there += ", and slipway.db, a catalog of its own";
    return refused(place.data(), what + ", but the directory holds " + there + ". " + place.way_back() +
                                     "; `slipwayd fsck --rebuild --data " + place.data().string() +
                                     "` makes a catalog from the package files, as far as that goes; "
                                     "`slipwayd init --anew` (or `serve --init`) begins anew and moves all this aside");
}

Result<> check_lost(FileSystem& files, const CatalogPlace& place, const DirectoryContents& contents) {
    const auto stored = TRY(count_stored_files(files, place.data()));
    const bool lost = contents.catalog.state == CatalogState::unusable || contents.marker_id ||
                      contents.catalog.has_log || contents.has_another_catalog;
    if (!lost && !stored.any()) return {};
    return lost_catalog(place, contents, stored);
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

/// A database may have been taken by another directory since it was looked at.
Result<> keep_id(Catalog& catalog, const std::string& id, const std::optional<std::string>& seen) {
    auto tx = TRY(catalog.write());
    const auto there = TRY(find_fact(tx, id_fact));
    if (there && there != seen)
        return Error(Fault::unsupported,
                     "the catalog was taken for another directory at this moment, by the id " + *there);
    TRY(save_fact(tx, id_fact, id));
    return std::move(tx).commit();
}

/// The catalog first: a marker without a catalog always means that one was lost.
Result<> bind_together(FileSystem& files, const CatalogPlace& place, OwnCatalog& own, const std::string& id,
                       const std::optional<std::string>& seen) {
    own.id = id;
    TRY(keep_id(*own.catalog, own.id, seen));
    TRY(mark_stores(files, place, own.id));
    return write_marker(files, place.data(), own.id);
}

Result<> adopt(FileSystem& files, const CatalogPlace& place, const DirectoryContents& contents, OwnCatalog& own) {
    own.catalog = TRY(place.open(OpenMode::create_or_migrate));
    auto removed = files.remove(place.data() / "slipway.head");
    if (!removed.ok() && removed.error().fault() != Fault::not_found) return removed;
    own.origin = OwnCatalog::Origin::adopted;
    const auto id = TRY(new_directory_id());
    return bind_together(files, place, own, id, contents.catalog.id);
}

Error catalog_is_there(const CatalogPlace& place) {
    return Error(Fault::conflict, place.data().string() + " has a catalog; a rebuild makes one where it is lost. " +
                                      place.way_to_begin());
}

Result<OwnCatalog> open_present(FileSystem& files, const CatalogPlace& place, Consent consent,
                                const DirectoryContents& contents, Verdict verdict) {
    OwnCatalog own;
    if (consent == Consent::rebuild) return catalog_is_there(place);
    if (consent == Consent::adopt) {
        TRY(adopt(files, place, contents, own));
        return own;
    }
    if (verdict == Verdict::foreign) return foreign_catalog(place, contents);
    TRY(check_stores(files, place, contents));
    own.catalog = TRY(place.open(OpenMode::create_or_migrate));
    TRY(refuse_lost_commits(files, place, *own.catalog));
    const auto& known_id = contents.catalog.id;
    if (verdict == Verdict::own) {
        own.id = *known_id;
        TRY(mark_stores(files, place, own.id));
        return own;
    }
    own.origin = contents.catalog.is_filled ? OwnCatalog::Origin::adopted : OwnCatalog::Origin::made;
    const std::string id = known_id ? *known_id : TRY(new_directory_id());
    TRY(bind_together(files, place, own, id, known_id));
    return own;
}

/// What is in a database cannot be moved aside.
Result<> check_can_begin(const CatalogPlace& place, const CatalogContents& catalog) {
    if (catalog.state != CatalogState::unusable || place.is_in_directory()) return {};
    return Error(Fault::unsupported, place.name() + " cannot be used (" + catalog.fault + "). " + place.way_to_begin());
}

Result<OwnCatalog> make_absent(FileSystem& files, const CatalogPlace& place, Consent consent,
                               const DirectoryContents& contents) {
    OwnCatalog own;
    auto lost = check_lost(files, place, contents);
    const bool needs_something = consent == Consent::adopt || consent == Consent::rebuild;
    if (lost.ok() && needs_something) return Error(Fault::not_found, place.absence());
    if (!lost.ok() && (lost.error().fault() != Fault::unsupported || !may_begin(consent)))
        return std::move(lost).error();
    TRY(check_can_begin(place, contents.catalog));
    if (!lost.ok()) {
        const std::span<const char* const> names = consent == Consent::rebuild
                                                       ? std::span<const char* const>(catalog_files)
                                                       : std::span<const char* const>(belongings);
        own.moved_aside = TRY(move_aside(files, place.data(), names));
    }
    own.catalog = TRY(place.open(OpenMode::create_or_migrate));
    own.origin = OwnCatalog::Origin::made;
    const auto id = TRY(new_directory_id());
    TRY(bind_together(files, place, own, id, std::nullopt));
    return own;
}

Result<> check_catalog(FileSystem& files, const CatalogPlace& place, const DirectoryContents& contents) {
    const auto verdict = judge(contents);
    if (verdict == Verdict::foreign) return foreign_catalog(place, contents);
    if (verdict != Verdict::none) return {};
    TRY(check_lost(files, place, contents));
    return Error(Fault::not_found, place.absence());
}

}  // namespace

Result<OwnCatalog> open_own_catalog(FileSystem& files, const CatalogPlace& place, Consent consent) {
    const auto contents = TRY(look_into(files, place));
    const auto verdict = judge(contents);
    return verdict == Verdict::none ? make_absent(files, place, consent, contents)
                                    : open_present(files, place, consent, contents, verdict);
}

Result<> check_own_catalog(FileSystem& files, const CatalogPlace& place) {
    return check_catalog(files, place, TRY(look_into(files, place)));
}

Result<> check_own_directory(FileSystem& files, const CatalogPlace& place) {
    const auto contents = TRY(look_into(files, place));
    TRY(check_catalog(files, place, contents));
    return check_stores(files, place, contents);
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
