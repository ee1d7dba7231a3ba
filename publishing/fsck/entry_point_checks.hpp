#pragma once

#include "storage/catalog/catalog.hpp"
#include "storage/fsck/findings.hpp"

namespace slipway::publishing {

/// Checks invariant 11: every current Release and repomd.xml lists exactly the current index files of its channel and
/// is signed by the keys that must sign it. Blocks. Faults: io; damage goes into `findings`.
Result<> check_entry_points(const storage::ReadTransaction& tx, storage::Findings& findings);

}  // namespace slipway::publishing
