#pragma once

#include "publishing/queries/queries.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/purges.hpp"

#include <span>
#include <vector>

namespace slipway::publishing {

/// The package of a repository with this digest, without its texts; of an rpm signed here that is named by the bytes
/// uploaded its newest signing. Faults: not_found, gone "purged"; corrupt, io.
Result<storage::PackageRow> get_package_row(const storage::ReadTransaction& tx, storage::RowId repository,
                                            const Sha256& sha256);

/// When packages were uploaded that a content lists, in the order asked for. Faults: corrupt (there is no such one),
/// io.
Result<std::vector<Seconds>> upload_times_of(const View& view, RowId repository, std::span<const Sha256> packages);

/// The beginning of what a package says of itself, at most `most` bytes. Faults: corrupt, io.
Result<std::string> first_text_of(const View& view, const PackageRow& package, std::size_t most);

/// Why there is nothing at a purged package's address: gone "purged".
Error purged(const storage::PurgeRow& purge);

}  // namespace slipway::publishing
