#pragma once

#include "publishing/publisher/publication.hpp"
#include "storage/catalog/catalog.hpp"

namespace slipway::publishing {

/// Writes everything that a publication changed (step 5 of docs/publishing.md). The caller commits. Faults: busy, if a
/// package was collected meanwhile; those of the catalog.
Result<> store(storage::WriteTransaction& tx, Publication& publication);

}  // namespace slipway::publishing
