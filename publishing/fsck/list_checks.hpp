#pragma once

#include "storage/catalog/catalog.hpp"
#include "storage/fsck/findings.hpp"

namespace slipway::publishing {

/// Invariants 8, 9 and 12 of docs/storage.md: every list of every revision leads to nodes that exist and have their
/// hash, and to packages of its repository with their texts; revision numbers continue. And of what channels contain
/// now: every package has the name its distro serves it under, and in immutable channels its version is taken by its
/// bytes. Reads every node once per repository. Blocks. Faults: io; damage goes into `findings`.
Result<> check_lists(const storage::ReadTransaction& tx, storage::Findings& findings);

}  // namespace slipway::publishing
