// What a store's id says, and what happens:
//
//   id               store            the catalog counts   what happens
//   the directory's  any              any                  it is there; files that it lacks are told one by one
//   none             holds something  any                  a store of before stores had ids: marked
//   none             holds nothing    nothing              a new store: marked
//   none             holds nothing    something            refused: a file system is not mounted, or all is lost
//   another          any              any                  refused: another directory's store is mounted here
//
// A bucket has an id in the same way. None is from before there were ids, so one without is taken for less:
//
//   id               bucket           the catalog counts   what happens
//   the catalog's    any              any                  it is there
//   none             empty            nothing              a new bucket: claimed
//   none             holds packages   something            the marker was removed on purpose: claimed
//   none             empty            something            refused: another bucket, or all is lost
//   none             holds packages   nothing              refused: the catalog that knows them is lost
//   another          any              any                  refused: another catalog's
//
// Where a directory that may vanish has vanished, the bucket's id alone tells what belongs together: none is refused.
#include "storage/identity/stores.hpp"

#include "base/files/durable.hpp"
#include "storage/blobs/blob_layout.hpp"
#include "storage/identity/marker.hpp"
#include "storage/identity/refusals.hpp"
#include "storage/segments/pack_layout.hpp"

#include <vector>

namespace slipway::storage {
namespace {

/// No repository can have this name, which would be a directory of `keys`.
constexpr const char* id_file = "slipway-id.txt";
constexpr mode_t id_mode = 0600;
constexpr mode_t keys_mode = 0700;

struct Store {
    const char* content;
    Path directory;
    mode_t mode;
    bool is_counted;  // the catalog counts something in it
    bool holds_some;

    Path id_path() const { return directory / id_file; }
};

std::vector<Store> stores_of(const CatalogPlace& place, FilesPlace files_place, const CatalogContents& catalog,
                             const StoredFiles& stored) {
    const Path& data = place.data();
    std::vector<Store> stores;
    if (files_place == FilesPlace::in_directory) {
        stores.push_back({"package files", BlobLayout(data).sha256(), private_directory_mode, catalog.names_packages,
                          stored.blobs > 0});
        stores.push_back({"packs of index segments", PackLayout(data).directory(), private_directory_mode,
                          catalog.names_segments, stored.packs > 0});
    }
    // A catalog in a database has them beside it.
    if (place.is_in_directory())
        stores.push_back({"private keys", data / "keys", keys_mode, catalog.names_keys, stored.keys > 0});
    return stores;
}

std::string to_go_on(const Path& data) { return "`slipwayd init --adopt --data " + data.string() + "`"; }

Error nothing_there(const Path& data, const Store& store) {
    return Error(Fault::unsupported,
                 data.string() + ": the catalog counts " + store.content + ", but there are none in " +
                     store.directory.string() +
                     ". Is a file system not mounted? Mount it, or bring the files back, from a backup if need be. Are "
                     "they in a bucket, which storage.objects has to name? To go on without them: " +
                     to_go_on(data));
}

Error of_another(const Path& data, const Store& store, const std::string& theirs, const std::string& ours) {
    return Error(Fault::unsupported,
                 data.string() + ": " + store.directory.string() + " belongs to another directory: its " + id_file +
                     " says " + theirs + ", and this directory has " + (ours.empty() ? "no id" : "the id " + ours) +
                     ". Is another file system mounted there? If these are the right files: " + to_go_on(data));
}

Result<> check_objects(const DirectoryPlaces& places, const DirectoryContents& contents) {
    if (!contents.objects) return {};
    const auto& objects = *contents.objects;
    if (objects.id) return objects.id == contents.catalog.id ? Result<>() : foreign_objects(places, contents);
    const bool is_known_here = !places.is_cache() || contents.marker_id || !contents.catalog.is_filled;
    if (!is_known_here) return unknown_objects(places);
    if (objects.has_packages == contents.catalog.names_packages) return {};
    return objects.has_packages ? unnamed_objects(*places.objects) : empty_objects(*places.objects);
}

}  // namespace

Result<> check_stores(FileSystem& files, const DirectoryPlaces& places, const DirectoryContents& contents) {
    const Path& data = places.data();
    const auto& own_id = contents.catalog.id;
    const auto stored = TRY(count_stored_files(files, data, /*most=*/1));
    for (const auto& store : stores_of(places.catalog, places.files_place(), contents.catalog, stored)) {
        const auto id = TRY(read_id(files, store.id_path()));
        if (!id && store.is_counted && !store.holds_some) return nothing_there(data, store);
        if (id && id != own_id) return of_another(data, store, *id, own_id.value_or(""));
    }
    return check_objects(places, contents);
}

Result<> mark_stores(FileSystem& files, const CatalogPlace& place, FilesPlace files_place, const std::string& id) {
    for (const auto& store : stores_of(place, files_place, {}, {})) {
        TRY(make_directories(files, store.directory, store.mode));
        const auto present = read_id(files, store.id_path());
        if (present.ok() && *present == id) continue;
        TRY(write_id(files, store.id_path(), id, id_mode));
    }
    return {};
}

Result<> disown_files(FileSystem& files, const Path& data) {
    const auto id = TRY(new_directory_id());
    for (const Path& store : {BlobLayout(data).sha256(), PackLayout(data).directory()}) {
        const bool is_there = TRY(files.exists(store));
        if (is_there) TRY(write_id(files, store / id_file, id, id_mode));
    }
    return {};
}

}  // namespace slipway::storage
