#pragma once

#include "base/files/file_system.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::storage {

/// What a data directory's `slipway.db` is. A file without a table holds nothing: a start that was cut off leaves it,
/// and so does who copies the file of a running server without its log.
enum class CatalogState : unsigned char { missing, empty, whole, unusable };

/// What stands in a data directory, seen from outside: nothing is made, opened to write, or followed.
struct DirectoryContents {
    CatalogState catalog = CatalogState::missing;
    std::string fault{};                      // of an unusable catalog
    std::optional<std::string> catalog_id{};  // the id that the catalog keeps
    bool catalog_is_filled = false;           // it has repositories or events
    bool catalog_names_packages = false;
    bool catalog_names_segments = false;
    bool catalog_names_keys = false;         // that sign, or may come to sign
    std::optional<std::string> marker_id{};  // the id in `slipway.id`
    bool has_log = false;                    // `slipway.db-wal` has bytes
};

/// Where package files and packs are.
enum class FilesPlace : unsigned char { in_directory, elsewhere };

/// Refuses a file, and a link that leads to no directory; what is missing can be made. Faults: unsupported.
Result<> check_is_directory(const Path& data);

/// Faults: unsupported (`data` or a file in it is not what it must be, e.g. a symbolic link), io.
Result<DirectoryContents> look_into(FileSystem& files, const Path& data);

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

/// Where `init --anew` and `fsck --rebuild` moved what was there, secrets included: `before-{time}/`, in order. Faults:
/// io.
inline constexpr std::string_view aside_prefix = "before-";
Result<std::vector<Path>> find_moved_aside(FileSystem& files, const Path& data);

/// Counts them, each kind up to `most`; time follows their number. Faults: io.
Result<StoredFiles> count_stored_files(FileSystem& files, const Path& data,
                                       std::uint64_t most = std::numeric_limits<std::uint64_t>::max());

}  // namespace slipway::storage
