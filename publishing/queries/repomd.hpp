#pragma once

#include "publishing/queries/queries.hpp"
#include "publishing/served/published_tree.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace slipway::publishing {

/// Finds the newest repomd.xml of a basearch, with its signature, if it is that generation: what another node has
/// published and this one does not serve yet. Faults: io, corrupt.
Result<std::optional<RepomdGeneration>> find_newest_repomd(const View& view, RowId channel, RowId distro,
                                                           const std::string& basearch, std::int64_t generation);

}  // namespace slipway::publishing
