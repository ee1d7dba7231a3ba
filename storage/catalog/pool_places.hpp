#pragma once

#include "base/digest.hpp"
#include "storage/catalog/catalog.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::storage {

/// Where a deb stands in its distro's pool, for whoever lists it. Files are found without (see PoolName). Goes with its
/// package.
struct PoolPlace {
    RowId distro = 0;
    std::string directory{};  // below pool/, above the one that the digest names: "main/h/hello/"
    std::string file_name{};
    Sha256 sha256{};  // of a package that the repository has
};
/// Does nothing if it is known.
Result<> insert_pool_place(WriteTransaction& tx, const PoolPlace& place);

/// A package file as a listing shows it.
struct ListedFile {
    std::string prefix{};  // the first 16 hex digits of its SHA-256: its directory
    std::string file_name{};
    std::uint64_t size = 0;

    bool operator==(const ListedFile&) const = default;
};

/// Whether some package stands in the directory or below it; "" is the pool itself, others end with a slash.
Result<bool> has_pool_directory(const ReadTransaction& tx, RowId distro, const std::string& directory);
/// Names of the directories right below one, each with a slash at its end, in the order of their bytes: at most `most`,
/// those behind `after` ("": from the first). Costs a look-up for each.
Result<std::vector<std::string>> pool_directories(const ReadTransaction& tx, RowId distro, const std::string& directory,
                                                  const std::string& after, std::size_t most);
/// The files of a directory, by name and then digest: at most `most`, those behind `after`, of which name and prefix
/// count (nothing: from the first).
Result<std::vector<ListedFile>> pool_files(const ReadTransaction& tx, RowId distro, const std::string& directory,
                                           const std::optional<ListedFile>& after, std::size_t most);

/// What a distro serves in the directory of a digest, by name: one file, but for a miracle.
Result<std::vector<ListedFile>> files_of_prefix(const ReadTransaction& tx, RowId distro, std::string_view prefix);
/// A package of a repository as a file.
Result<std::optional<ListedFile>> find_listed_file(const ReadTransaction& tx, RowId repository, const Sha256& sha256);

/// Debs from the time before there were places: the lists, of all revisions, in which they stand.
struct ListOfDebs {
    RowId repository = 0;
    RowId distro = 0;
    std::string component{};
    Sha256 root{};
};
/// Nothing once all have their places.
Result<std::vector<ListOfDebs>> lists_without_pool_places(const ReadTransaction& tx);
Result<> mark_pool_places_complete(WriteTransaction& tx);

}  // namespace slipway::storage
