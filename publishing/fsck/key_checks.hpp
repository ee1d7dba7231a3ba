#pragma once

#include "signing/keys/key_store.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/fsck/findings.hpp"

namespace slipway::publishing {

/// Checks invariant 16: every key of the catalog that signs or may sign later (active, standby, retiring) has its
/// private half in `keys`, which makes a signature that the public key approves. Starts gpg; blocks. Faults: io;
/// damage goes into `findings`.
Result<> check_private_keys(const storage::ReadTransaction& tx, signing::KeyStore& keys, storage::Findings& findings);

/// Reports private keys in `directory` that no repository has, as leftovers. Leaves out those of the last hour, which a
/// change may be about to use. Blocks. Faults: io.
Result<> check_unused_keys(const storage::ReadTransaction& tx, const Path& directory, storage::Findings& findings);

/// The same of private keys that are sealed in the catalog. Faults: busy, io.
Result<> check_unused_sealed_keys(const storage::ReadTransaction& tx, storage::Findings& findings);

}  // namespace slipway::publishing
