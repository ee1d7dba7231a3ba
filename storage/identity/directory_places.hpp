#pragma once

#include "storage/identity/catalog_place.hpp"
#include "storage/identity/objects_place.hpp"

namespace slipway::storage {

/// Where package files and packs are.
enum class FilesPlace : unsigned char { in_directory, elsewhere };

/// Whether a data directory holds nothing that has to last: its catalog, with the private keys, and its package files
/// are elsewhere. Then an empty directory is as good as the one before.
inline bool is_cache(const CatalogPlace& catalog, FilesPlace files) {
    return !catalog.is_in_directory() && files == FilesPlace::elsewhere;
}

/// Where the parts of a data directory are. What is named here must outlive it.
struct DirectoryPlaces {
    const CatalogPlace& catalog;            // knows the directory, too
    const ObjectsPlace* objects = nullptr;  // null: package files and packs are in the directory

    const Path& data() const { return catalog.data(); }
    FilesPlace files_place() const { return objects == nullptr ? FilesPlace::in_directory : FilesPlace::elsewhere; }
    bool is_cache() const { return storage::is_cache(catalog, files_place()); }
};

}  // namespace slipway::storage
