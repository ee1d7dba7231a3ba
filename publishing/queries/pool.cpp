#include "publishing/queries/pool.hpp"

#include "storage/catalog/pool_names.hpp"

namespace slipway::publishing {
namespace {

Result<bool> exists(const View& view, RowId distro, const std::string& directory) {
    return directory.empty() ? Result<bool>(true) : storage::has_pool_directory(view, distro, directory);
}

}  // namespace

Result<std::optional<std::vector<std::string>>> pool_directories(const View& view, RowId distro,
                                                                 const std::string& directory, const std::string& after,
                                                                 std::size_t most) {
    using Names = std::optional<std::vector<std::string>>;
    if (!TRY(exists(view, distro, directory))) return Names();
    return Names(TRY(storage::pool_directories(view, distro, directory, after, most)));
}

Result<std::optional<std::vector<ListedFile>>> pool_files(const View& view, RowId distro, const std::string& directory,
                                                          const std::optional<ListedFile>& after, std::size_t most) {
    using Files = std::optional<std::vector<ListedFile>>;
    if (!TRY(exists(view, distro, directory))) return Files();
    return Files(TRY(storage::pool_files(view, distro, directory, after, most)));
}

Result<std::vector<ListedFile>> files_of_prefix(const View& view, RowId distro, std::string_view prefix) {
    return storage::files_of_prefix(view, distro, prefix);
}

Result<std::optional<PoolFile>> find_pool_file(const View& view, RowId distro, std::string_view prefix,
                                               const std::string& file_name) {
    const auto name = TRY(storage::find_pool_name(view, distro, prefix, file_name));
    return name ? std::optional(PoolFile{name->sha256, name->size}) : std::nullopt;
}

Result<std::optional<ListedFile>> find_listed_file(const View& view, RowId repository, const Sha256& sha256) {
    return storage::find_listed_file(view, repository, sha256);
}

}  // namespace slipway::publishing
