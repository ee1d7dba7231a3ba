#pragma once

#include "storage/catalog/catalog.hpp"
#include "storage/identity/contents.hpp"

#include <memory>
#include <optional>
#include <string>

namespace slipway::storage {

// A data directory and its catalog know each other: the catalog keeps the id that stands in the directory's marker
// (marker.hpp). A catalog is made only where nothing is that it should know of; no other catalog is taken for it. The
// rules are a table at the top of identity.cpp.

/// What may be done about a directory that has no catalog of its own.
enum class Consent : unsigned char {
    begin_in_empty,  // make a catalog where nothing is
    move_aside,      // what is there without a catalog goes to `before-{time}/`, then a catalog is made
    rebuild,         // make a catalog over packages and keys; what is left of the former one is moved aside
    adopt,           // take the catalog that is there, whatever markers say, it lacks, or is lost of what it counts
};

/// A catalog that belongs to its directory.
struct OwnCatalog {
    enum class Origin : unsigned char { known, adopted, made };

    std::unique_ptr<Catalog> catalog{};
    std::string id{};
    Origin origin = Origin::known;
    std::optional<Path> moved_aside{};  // where the former content of the directory is
};

/// Opens the directory's catalog, migrates it, and binds both where they were not. Precondition: the directory lock is
/// held. Blocks. Faults: unsupported (files without a catalog, another directory's catalog, one that lost commits, a
/// store that is not mounted; the message names what is there and the ways out), corrupt, busy, storage_full, io.
Result<OwnCatalog> open_own_catalog(FileSystem& files, const Path& data, Consent consent,
                                    FilesPlace place = FilesPlace::in_directory);

/// The id that a catalog and its directory have. Faults: corrupt (it has none).
Result<std::string> id_of(const ReadTransaction& tx);

/// For whoever makes nothing: whether the directory has a catalog and it is its own. Faults: not_found (nothing is
/// there), unsupported, io.
Result<> check_own_catalog(FileSystem& files, const Path& data);

/// The same, and whether what the catalog counts is there (stores.hpp).
Result<> check_own_directory(FileSystem& files, const Path& data, FilesPlace place = FilesPlace::in_directory);

/// A catalog that is being rebuilt is no catalog until that is done: a start would take what is not in it yet for
/// garbage.
Result<> begin_rebuild(Catalog& catalog);
Result<> end_rebuild(Catalog& catalog);

/// Gives a catalog file that nobody has open another id. Faults: corrupt, storage_full, io.
Result<> set_catalog_id(const Path& catalog_file, const std::string& id);

}  // namespace slipway::storage
