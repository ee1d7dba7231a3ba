#pragma once

#include "storage/identity/directory_places.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::storage {

/// What is in a data directory and in the places of its parts. It is found without making anything, opening anything
/// to write, or following links.
struct DirectoryContents {
    CatalogContents catalog{};
    std::optional<std::string> marker_id{};    // the id in `slipway.id`
    bool has_another_catalog = false;          // a `slipway.db` where the catalog is to be elsewhere
    std::optional<ObjectsContents> objects{};  // nothing: package files and packs are in the directory
};

/// Refuses a file, and a link that does not lead to a directory. Accepts a missing directory, which can be made.
/// Faults: unsupported.
Result<> check_is_directory(const Path& data);

/// Faults: unsupported (the directory or a file in it is not what it must be, e.g. a symbolic link), not_found (the
/// database of the catalog), busy (the bucket), io.
Result<DirectoryContents> look_into(FileSystem& files, const DirectoryPlaces& places);

/// What a command is going to do with a directory.
enum class Use : unsigned char { read, write };

/// Checks whether this process may use the directory and its catalog in this way, or make the directory. Faults:
/// forbidden, with the user and the path.
Result<> check_permitted(const Path& data, Use use);

/// What a directory holds apart from a catalog.
struct StoredFiles {
    std::uint64_t blobs = 0;
    std::uint64_t packs = 0;
    std::uint64_t keys = 0;
    std::uint64_t resting = 0;  // blobs and packs in the trash

    bool any() const { return blobs + packs + keys + resting > 0; }
    /// "3 package files, 1 pack and 2 private keys"
    std::string describe() const;
};

/// Returns where `init --anew` and `fsck --rebuild` moved the former content, secrets included: `before-{time}/`, in
/// order. Faults: io.
inline constexpr std::string_view aside_prefix = "before-";
Result<std::vector<Path>> find_moved_aside(FileSystem& files, const Path& data);

/// Counts the content, each kind up to `most`. The time grows with the numbers. Faults: io.
Result<StoredFiles> count_stored_files(FileSystem& files, const Path& data,
                                       std::uint64_t most = std::numeric_limits<std::uint64_t>::max());

}  // namespace slipway::storage
