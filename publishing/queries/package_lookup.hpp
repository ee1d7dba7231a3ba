#pragma once

#include "storage/catalog/packages.hpp"
#include "storage/catalog/purges.hpp"

namespace slipway::publishing {

/// The package of a repository with this digest, without its texts; of an rpm signed here that is named by the bytes
/// uploaded its newest signing. Faults: not_found, gone "purged"; corrupt, io.
Result<storage::PackageRow> get_package_row(const storage::ReadTransaction& tx, storage::RowId repository,
                                            const Sha256& sha256);

/// Why there is nothing at a purged package's address: gone "purged".
Error purged(const storage::PurgeRow& purge);

}  // namespace slipway::publishing
