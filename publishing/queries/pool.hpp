#pragma once

#include "publishing/queries/queries.hpp"
#include "publishing/served/pool_names.hpp"
#include "storage/catalog/pool_places.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::publishing {

using storage::ListedFile;

/// Returns at most `most` directories right below `directory` ("" is the pool itself, others end with a slash) behind
/// `after`, in the order of their bytes. Returns nothing if the directory does not exist. Faults: io.
Result<std::optional<std::vector<std::string>>> pool_directories(const View& view, RowId distro,
                                                                 const std::string& directory, const std::string& after,
                                                                 std::size_t most);
/// Returns at most `most` files of a directory behind `after`, by name and then digest. Returns nothing if the
/// directory does not exist. Faults: io.
Result<std::optional<std::vector<ListedFile>>> pool_files(const View& view, RowId distro, const std::string& directory,
                                                          const std::optional<ListedFile>& after, std::size_t most);
/// Returns the files of the directory that the first 16 hex digits of a digest name, by name. Faults: io.
Result<std::vector<ListedFile>> files_of_prefix(const View& view, RowId distro, std::string_view prefix);
/// Finds the file that a distro serves under a name. `prefix` is 16 lower-case hex digits. Faults: io.
Result<std::optional<PoolFile>> find_pool_file(const View& view, RowId distro, std::string_view prefix,
                                               const std::string& file_name);
/// Finds a package of a repository as a file. Returns nothing for a purged one. Faults: io.
Result<std::optional<ListedFile>> find_listed_file(const View& view, RowId repository, const Sha256& sha256);

}  // namespace slipway::publishing
