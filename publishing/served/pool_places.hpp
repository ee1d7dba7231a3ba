#pragma once

#include "base/log.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/pool_places.hpp"

#include <string>

namespace slipway::publishing {

/// Where a deb stands in the pool of a distro, as indexes of this component name it.
storage::PoolPlace pool_place(const storage::PackageRow& package, storage::RowId distro, const std::string& component);

/// Gives debs from the time before there were places theirs, once: those that kept revisions list. Nobody else may
/// write to the catalog. Blocks; reads every list once, and a row for each of their packages. Faults: storage_full, io,
/// busy, corrupt.
Result<> fill_in_pool_places(storage::Catalog& catalog, const Log& log);

}  // namespace slipway::publishing
