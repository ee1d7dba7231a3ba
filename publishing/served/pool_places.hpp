#pragma once

#include "base/log.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/pool_places.hpp"

#include <string>

namespace slipway::publishing {

/// Returns the path of a deb in the pool of a distro, as indexes of this component name it.
storage::PoolPlace pool_place(const storage::PackageRow& package, storage::RowId distro, const std::string& component);

/// Adds the pool places of the debs that kept revisions list, to a catalog from before there were pool places. Does
/// this once. Nobody else may write to the catalog. Blocks; reads every list once, and a row for each of their
/// packages. Faults: storage_full, io, busy, corrupt.
Result<> fill_in_pool_places(storage::Catalog& catalog, const Log& log);

}  // namespace slipway::publishing
