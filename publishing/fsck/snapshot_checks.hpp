#pragma once

#include "publishing/served/snapshot.hpp"

#include <string>
#include <vector>

namespace slipway::publishing {

/// A snapshot that cannot be served as it is kept.
struct DamagedSnapshot {
    SnapshotKey key;
    std::string message;
};

/// Invariant 15: the trees and blocks of every snapshot's files exist, and its entry points name these files. Blocks.
/// Faults: io.
Result<std::vector<DamagedSnapshot>> find_damaged_snapshots(const storage::ReadTransaction& tx);

/// Forgets them: they are rendered again when somebody asks. Blocks. Faults: storage_full, io.
Result<> forget_snapshots(storage::Catalog& catalog, const std::vector<DamagedSnapshot>& damaged);

}  // namespace slipway::publishing
