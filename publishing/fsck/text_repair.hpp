#pragma once

#include "storage/blobs/blob_store.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/fsck/findings.hpp"

namespace slipway::publishing {

/// Makes the texts of packages that are damaged in the catalog again, from their package files if these are whole.
/// check_lists reports the others. Precondition: nobody else uses the directory. Blocks. Faults: storage_full, io.
Result<> repair_texts(storage::Catalog& catalog, const storage::BlobStore& blobs, storage::Findings& findings);

}  // namespace slipway::publishing
