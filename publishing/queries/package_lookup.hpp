#pragma once

#include "publishing/queries/queries.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/purges.hpp"

#include <span>
#include <vector>

namespace slipway::publishing {

/// Returns the package of a repository with this digest, without its texts. For the digest of an uploaded rpm that was
/// signed here it returns the newest signed variant. Faults: not_found, gone "purged"; corrupt, io.
Result<storage::PackageRow> get_package_row(const storage::ReadTransaction& tx, storage::RowId repository,
                                            const Sha256& sha256);

/// Returns when packages that a content lists were uploaded, in the order asked for. Faults: corrupt (there is no such
/// package), io.
Result<std::vector<Seconds>> upload_times_of(const View& view, RowId repository, std::span<const Sha256> packages);

/// Returns the beginning of a package's first text, at most `most` bytes. Faults: corrupt, io.
Result<std::string> first_text_of(const View& view, const PackageRow& package, std::size_t most);

/// Returns the error for a purged package's address: gone "purged".
Error purged(const storage::PurgeRow& purge);

}  // namespace slipway::publishing
