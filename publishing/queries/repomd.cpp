#include "publishing/queries/repomd.hpp"

#include "publishing/served/tree_building.hpp"
#include "storage/catalog/publications.hpp"

namespace slipway::publishing {

Result<std::optional<RepomdGeneration>> find_newest_repomd(const View& view, RowId channel, RowId distro,
                                                           const std::string& basearch, std::int64_t generation) {
    for (const auto& row : TRY(storage::entry_points(view, channel)))
        if (row.distro == distro && row.architecture == basearch && row.generation == generation)
            return std::optional(repomd_generation(row));
    return std::optional<RepomdGeneration>();
}

}  // namespace slipway::publishing
