#pragma once

#include "storage/catalog/catalog.hpp"
#include "storage/identity/contents.hpp"

#include <memory>
#include <optional>
#include <string>

namespace slipway::storage {

// A data directory and its catalog know each other: the catalog has the id that is in the directory's marker
// (marker.hpp), and so has the bucket, where package files are in one. A new catalog is made only where there is
// nothing that it should know of, and the catalog of another directory or bucket is refused. The rules are a table at
// the top of identity.cpp.

/// What may be done with a directory that has no catalog of its own.
enum class Consent : unsigned char {
    begin_in_empty,  // make a catalog in an empty directory
    move_aside,      // move what is there without a catalog to `before-{time}/`, then make a catalog
    rebuild,         // make a catalog from packages and keys; move the rest of the former one aside
    adopt,           // accept the catalog that is there, even if markers, commits, stores or a move contradict it
};

/// A catalog that belongs to its directory.
struct OwnCatalog {
    enum class Origin : unsigned char { known, on_new_disk, adopted, made };

    std::unique_ptr<Catalog> catalog{};
    std::string id{};
    Origin origin = Origin::known;
    std::optional<Path> moved_aside{};  // where the former content of the directory was moved
};

/// Opens the directory's catalog, migrates it, and binds both to each other if they were not. Requires the directory
/// lock. Blocks. Faults: unsupported (files without a catalog, another directory's catalog or bucket, lost commits, a
/// store that is not mounted; the message names what is there and the ways out), corrupt, busy, storage_full, io.
Result<OwnCatalog> open_own_catalog(FileSystem& files, const DirectoryPlaces& places, Consent consent);

/// What is done with a catalog whose server moves, or has moved (move_marks.hpp).
enum class MovedAway : unsigned char { refuse, accept };

/// Checks that the directory has its own catalog, for commands that make none and need nothing else. Asks no bucket,
/// and is told only whether there is one. Faults: not_found (nothing is there), unsupported, io.
Result<> check_own_catalog(FileSystem& files, const CatalogPlace& place,
                           FilesPlace files_place = FilesPlace::in_directory);

/// Checks this, and that the directory and the bucket have what the catalog counts (stores.hpp). Faults: these; busy
/// (the bucket).
Result<> check_own_directory(FileSystem& files, const DirectoryPlaces& places,
                             MovedAway moved_away = MovedAway::refuse);

/// A catalog that is being rebuilt is not valid until that is done: a start would collect what it does not name yet.
Result<> begin_rebuild(Catalog& catalog);
Result<> end_rebuild(Catalog& catalog);

/// Gives a new id to a catalog file that nobody has open. Faults: corrupt, storage_full, io.
Result<> set_catalog_id(const Path& catalog_file, const std::string& id);

}  // namespace slipway::storage
