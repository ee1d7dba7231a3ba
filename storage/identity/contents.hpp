#pragma once

#include "storage/identity/catalog_place.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace slipway::storage {

/// What stands in a data directory and in the place of its catalog, seen from outside: nothing is made, opened to
/// write, or followed.
struct DirectoryContents {
    CatalogContents catalog{};
    std::optional<std::string> marker_id{};  // the id in `slipway.id`
    bool has_another_catalog = false;        // a `slipway.db` where the catalog is to be elsewhere
};

/// Refuses a file, and a link that leads to no directory; what is missing can be made. Faults: unsupported.
Result<> check_is_directory(const Path& data);

/// Faults: unsupported (the directory or a file in it is not what it must be, e.g. a symbolic link), not_found (the
/// database of the catalog), io.
Result<DirectoryContents> look_into(FileSystem& files, const CatalogPlace& place);

/// How a directory is going to be used.
enum class Use : unsigned char { read, write };

/// Whether this process may use the directory and its catalog so, or make the directory. Faults: forbidden, with the
/// user and the path.
Result<> check_permitted(const Path& data, Use use);

/// What a directory holds besides a catalog.
struct StoredFiles {
    std::uint64_t blobs = 0;
    std::uint64_t packs = 0;
    std::uint64_t keys = 0;
    std::uint64_t resting = 0;  // blobs and packs in the trash

    bool any() const { return blobs + packs + keys + resting > 0; }
    /// "3 package files, 1 pack and 2 private keys"
    std::string describe() const;
};

/// Counts them; time follows their number. Faults: io.
Result<StoredFiles> count_stored_files(FileSystem& files, const Path& data);

}  // namespace slipway::storage
