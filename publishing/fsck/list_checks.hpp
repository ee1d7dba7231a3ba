#pragma once

#include "storage/catalog/catalog.hpp"
#include "storage/fsck/findings.hpp"

namespace slipway::publishing {

/// Checks invariants 8, 9 and 12 of docs/storage.md. Every list of every revision leads to nodes that exist and have
/// their hash, and to packages of its repository with their texts. Revision numbers have no gaps. Every package in a
/// channel now has the name under which its distro serves it, and in immutable channels its bytes have taken its
/// version. Reads every node once per repository. Blocks. Faults: io; damage goes into `findings`.
Result<> check_lists(const storage::ReadTransaction& tx, storage::Findings& findings);

}  // namespace slipway::publishing
