#pragma once

#include "base/log.hpp"
#include "storage/catalog/search_texts.hpp"

namespace slipway::publishing {

/// Stores a package with the texts and files by which it is found. Faults: as storage::insert_package.
Result<> store_package(storage::WriteTransaction& tx, const storage::PackageRow& package);

/// Adds the texts of packages to a catalog from before there were such texts. Does this once. Nobody else may write to
/// the catalog. Blocks; reads and decompresses the documents of all such packages. Faults: storage_full, io, busy.
Result<> fill_in_search_texts(storage::Catalog& catalog, const Log& log);

}  // namespace slipway::publishing
