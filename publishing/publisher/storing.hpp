#pragma once

#include "publishing/publisher/publication.hpp"
#include "storage/catalog/catalog.hpp"

namespace slipway::publishing {

/// Writes everything a publication changed. Step 5 of docs/publishing.md; the commit is the caller's. Faults: busy,
/// where a package was collected meanwhile; those of the catalog.
Result<> store(storage::WriteTransaction& tx, Publication& publication);

}  // namespace slipway::publishing
