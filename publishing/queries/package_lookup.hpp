#pragma once

#include "publishing/queries/queries.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/purges.hpp"

namespace slipway::publishing {

/// The package of a repository with this digest, without its texts; of an rpm signed here that is named by the bytes
/// uploaded its newest signing. Faults: not_found, gone "purged"; corrupt, io.
Result<storage::PackageRow> get_package_row(const storage::ReadTransaction& tx, storage::RowId repository,
                                            const Sha256& sha256);

/// When the package was uploaded that a content lists by this digest. Faults: corrupt (there is none), io.
Result<Seconds> upload_time_of(const View& view, RowId repository, const Sha256& sha256);

/// The beginning of what a package says of itself, at most `most` bytes. Faults: corrupt, io.
Result<std::string> first_text_of(const View& view, const PackageRow& package, std::size_t most);

/// Why there is nothing at a purged package's address: gone "purged".
Error purged(const storage::PurgeRow& purge);

}  // namespace slipway::publishing
