// Which catalog belongs to which directory. What a start without its catalog must never do is to begin anew on top of
// packages and keys: the new catalog names none of them, and what nothing names is garbage. Where the catalog is, in a
// file of the directory or in a database, is known to its CatalogPlace alone; where package files and packs are, if
// not in the directory, to its ObjectsPlace.
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
// With a catalog in a database and files in a bucket the directory is a cache, and may vanish at any time. Then a
// catalog with an id is the directory's own without a marker, too, if the bucket has that id. A bucket that is taken
// counts as files of a lost catalog.
//
// A catalog that is being moved, or was, is refused before anything else (move_marks.hpp).
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
#include "storage/identity/move_marks.hpp"
#include "storage/identity/refusals.hpp"
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

enum class Verdict : unsigned char { own, own_on_new_disk, to_bind, foreign, none };

Verdict judge(const DirectoryContents& contents, bool is_cache) {
    const CatalogContents& catalog = contents.catalog;
    if (catalog.state != CatalogState::whole) return Verdict::none;
    if (contents.marker_id) return catalog.id == contents.marker_id ? Verdict::own : Verdict::foreign;
    if (!catalog.id || !catalog.is_filled) return Verdict::to_bind;
    return is_cache ? Verdict::own_on_new_disk : Verdict::foreign;
}

Error foreign(const CatalogPlace& place, const DirectoryContents& contents, bool is_cache) {
    return is_cache ? foreign_cache(place, contents) : foreign_catalog(place, contents);
}

/// What says that there was a catalog, where none is.
struct Traces {
    bool in_directory = false;
    bool elsewhere = false;

    bool any() const { return in_directory || elsewhere; }
};

Traces find_traces(const CatalogPlace& place, const DirectoryContents& contents, const StoredFiles& stored) {
    const bool is_unusable = contents.catalog.state == CatalogState::unusable;
    Traces traces;
    traces.in_directory = stored.any() || contents.marker_id || contents.catalog.has_log ||
                          contents.has_another_catalog || (is_unusable && place.is_in_directory());
    traces.elsewhere = (contents.objects && contents.objects->is_taken()) || (is_unusable && !place.is_in_directory());
    return traces;
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
    TRY(remove_move_marks(tx));  // `adopt` has been told to
    TRY(save_fact(tx, id_fact, id));
    return std::move(tx).commit();
}

/// Gives the id to everything but the catalog.
Result<> mark(FileSystem& files, const DirectoryPlaces& places, const DirectoryContents& contents,
              const std::string& id) {
    if (contents.objects && contents.objects->id != id) TRY(places.objects->mark(id, contents.objects->id));
    TRY(mark_stores(files, places.catalog, places.files_place(), id));
    return contents.marker_id == id ? Result<>() : write_marker(files, places.data(), id);
}

/// The catalog first: a marker without a catalog always means that one was lost.
Result<> bind_together(FileSystem& files, const DirectoryPlaces& places, const DirectoryContents& contents,
                       OwnCatalog& own, const std::string& id) {
    own.id = id;
    TRY(keep_id(*own.catalog, own.id, contents.catalog.id));
    return mark(files, places, contents, own.id);
}

Result<OwnCatalog> adopt(FileSystem& files, const DirectoryPlaces& places, const DirectoryContents& contents) {
    OwnCatalog own;
    own.catalog = TRY(places.catalog.open(OpenMode::create_or_migrate));
    const auto removed = files.remove(places.data() / "slipway.head");
    if (!removed.ok() && removed.error().fault() != Fault::not_found) return removed.error();
    own.origin = OwnCatalog::Origin::adopted;
    const auto id = TRY(new_directory_id());
    TRY(bind_together(files, places, contents, own, id));
    return own;
}

Error catalog_is_there(const CatalogPlace& place) {
    return Error(Fault::conflict, place.data().string() + " has a catalog; a rebuild makes one where it is lost. " +
                                      place.way_to_begin());
}

Result<OwnCatalog> open_present(FileSystem& files, const DirectoryPlaces& places, Consent consent,
                                const DirectoryContents& contents, Verdict verdict) {
    if (consent == Consent::rebuild) return catalog_is_there(places.catalog);
    if (consent == Consent::adopt) return adopt(files, places, contents);
    if (verdict == Verdict::foreign) return foreign(places.catalog, contents, places.is_cache());
    TRY(check_stores(files, places, contents));
    OwnCatalog own;
    own.catalog = TRY(places.catalog.open(OpenMode::create_or_migrate));
    TRY(refuse_lost_commits(files, places.catalog, *own.catalog));
    const auto& known_id = contents.catalog.id;
    if (verdict != Verdict::to_bind) {
        own.id = *known_id;
        if (verdict == Verdict::own_on_new_disk) own.origin = OwnCatalog::Origin::on_new_disk;
        TRY(mark(files, places, contents, own.id));
        return own;
    }
    own.origin = contents.catalog.is_filled ? OwnCatalog::Origin::adopted : OwnCatalog::Origin::made;
    const std::string id = known_id ? *known_id : TRY(new_directory_id());
    TRY(bind_together(files, places, contents, own, id));
    return own;
}

/// What is in a database or in a bucket cannot be moved aside. A rebuild takes the packages that are there.
Result<> check_can_begin(const DirectoryPlaces& places, const DirectoryContents& contents, Consent consent) {
    if (contents.catalog.state == CatalogState::unusable && !places.catalog.is_in_directory())
        return database_in_the_way(places.catalog, contents.catalog);
    if (contents.objects && contents.objects->is_taken() && consent == Consent::move_aside)
        return objects_in_the_way(*places.objects, *contents.objects);
    return {};
}

Result<OwnCatalog> make_absent(FileSystem& files, const DirectoryPlaces& places, Consent consent,
                               const DirectoryContents& contents) {
    const auto stored = TRY(count_stored_files(files, places.data()));
    const Traces traces = find_traces(places.catalog, contents, stored);
    const bool needs_something = consent == Consent::adopt || consent == Consent::rebuild;
    if (!traces.any() && needs_something) return Error(Fault::not_found, places.catalog.absence());
    if (traces.any() && !may_begin(consent)) return lost_catalog(places, contents, stored);
    TRY(check_can_begin(places, contents, consent));
    OwnCatalog own;
    if (traces.in_directory) {
        const std::span<const char* const> names = consent == Consent::rebuild
                                                       ? std::span<const char* const>(catalog_files)
                                                       : std::span<const char* const>(belongings);
        own.moved_aside = TRY(move_aside(files, places.data(), names));
    }
    own.catalog = TRY(places.catalog.open(OpenMode::create_or_migrate));
    own.origin = OwnCatalog::Origin::made;
    const auto id = TRY(new_directory_id());
    TRY(bind_together(files, places, contents, own, id));
    return own;
}

/// A server that moves runs nowhere before that has ended, and then in one place.
Result<> refuse_moves(const CatalogPlace& place, const CatalogContents& catalog, MovedAway moved_away) {
    if (catalog.moving_from) return incomplete_catalog(place);
    if (catalog.moved_to && moved_away == MovedAway::refuse) return moved_catalog(place, catalog);
    return {};
}

Result<> check_catalog(FileSystem& files, const DirectoryPlaces& places, const DirectoryContents& contents,
                       bool is_cache, MovedAway moved_away = MovedAway::refuse) {
    TRY(refuse_moves(places.catalog, contents.catalog, moved_away));
    const auto verdict = judge(contents, is_cache);
    if (verdict == Verdict::foreign) return foreign(places.catalog, contents, is_cache);
    if (verdict != Verdict::none) return {};
    const auto stored = TRY(count_stored_files(files, places.data()));
    if (find_traces(places.catalog, contents, stored).any()) return lost_catalog(places, contents, stored);
    return Error(Fault::not_found, places.catalog.absence());
}

}  // namespace

Result<OwnCatalog> open_own_catalog(FileSystem& files, const DirectoryPlaces& places, Consent consent) {
    const auto contents = TRY(look_into(files, places));
    TRY(refuse_moves(places.catalog, contents.catalog,
                     consent == Consent::adopt ? MovedAway::accept : MovedAway::refuse));
    const auto verdict = judge(contents, places.is_cache());
    return verdict == Verdict::none ? make_absent(files, places, consent, contents)
                                    : open_present(files, places, consent, contents, verdict);
}

Result<> check_own_catalog(FileSystem& files, const CatalogPlace& place, FilesPlace files_place) {
    const DirectoryPlaces places{place};
    return check_catalog(files, places, TRY(look_into(files, places)), is_cache(place, files_place));
}

Result<> check_own_directory(FileSystem& files, const DirectoryPlaces& places, MovedAway moved_away) {
    const auto contents = TRY(look_into(files, places));
    TRY(check_catalog(files, places, contents, places.is_cache(), moved_away));
    if (contents.catalog.moved_to) return {};  // its stores may have been left already; who moves it reads every file
    return check_stores(files, places, contents);
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
