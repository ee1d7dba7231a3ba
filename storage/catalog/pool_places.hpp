#pragma once

#include "base/digest.hpp"
#include "storage/catalog/catalog.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::storage {

/// The directory of a deb in its distro's pool, for listings. Serving a file does not need it (PoolName). The row is
/// deleted with its package.
struct PoolPlace {
    RowId distro = 0;
    std::string directory{};  // below pool/, above the one that the digest names: "main/h/hello/"
    std::string file_name{};
    Sha256 sha256{};  // of a package that the repository has
};
/// Does nothing if the directory is known.
Result<> insert_pool_place(WriteTransaction& tx, const PoolPlace& place);

/// A package file as a listing shows it.
struct ListedFile {
    std::string prefix{};  // the first 16 hex digits of its SHA-256: its directory
    std::string file_name{};
    std::uint64_t size = 0;

    bool operator==(const ListedFile&) const = default;
};

/// Returns whether some package is in the directory or below it. "" is the pool itself; other directories end with a
/// slash.
Result<bool> has_pool_directory(const ReadTransaction& tx, RowId distro, const std::string& directory);
/// Returns at most `most` names of the directories right below one that are behind `after` ("": from the first), in the
/// order of their bytes. Each name ends with a slash. Costs a look-up for each.
Result<std::vector<std::string>> pool_directories(const ReadTransaction& tx, RowId distro, const std::string& directory,
                                                  const std::string& after, std::size_t most);
/// Returns at most `most` files of a directory behind `after`, ordered by name and then digest. Only name and prefix of
/// `after` count; without it the first are returned.
Result<std::vector<ListedFile>> pool_files(const ReadTransaction& tx, RowId distro, const std::string& directory,
                                           const std::optional<ListedFile>& after, std::size_t most);

/// Returns what a distro serves in the directory of a digest, ordered by name. Two files there would have the same 64
/// bits of SHA-256.
Result<std::vector<ListedFile>> files_of_prefix(const ReadTransaction& tx, RowId distro, std::string_view prefix);
/// Returns the file of a package of a repository, or nothing if there is none.
Result<std::optional<ListedFile>> find_listed_file(const ReadTransaction& tx, RowId repository, const Sha256& sha256);

/// The lists of all revisions that have debs from before directories were stored.
struct ListOfDebs {
    RowId repository = 0;
    RowId distro = 0;
    std::string component{};
    Sha256 root{};
};
/// Returns nothing once all debs have their directories.
Result<std::vector<ListOfDebs>> lists_without_pool_places(const ReadTransaction& tx);
Result<> mark_pool_places_complete(WriteTransaction& tx);

}  // namespace slipway::storage
