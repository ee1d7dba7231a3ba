#pragma once

#include "server/api/call.hpp"
#include "storage/catalog/packages.hpp"

namespace slipway::api {

/// A parameter of the path that is a digest. Faults: not_found.
Result<Sha256> digest_in_path(const Call& call, std::string_view parameter = "sha256");

/// The package of a repository with this digest, without its texts; of an rpm signed here that is named by the bytes
/// uploaded its newest signing. Faults: not_found, gone "purged"; corrupt, io.
Result<storage::PackageRow> get_package_row(const storage::ReadTransaction& tx, storage::RowId repository,
                                            const Sha256& sha256);

}  // namespace slipway::api
