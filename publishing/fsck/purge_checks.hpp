#pragma once

#include "storage/blobs/blob_store.hpp"
#include "storage/fsck/store_checks.hpp"

namespace slipway::publishing {

/// Checks invariant 14: what was purged is neither a package nor served under a name, and its bytes are gone unless
/// another repository holds them. A repair, which needs the directory lock, destroys bytes that a crash left. Without a
/// repair they are reported as leftovers, as the next start destroys them.
Result<> check_purges(const storage::ReadTransaction& tx, storage::BlobStore& blobs, storage::Repair repair,
                      storage::Findings& findings);

}  // namespace slipway::publishing
