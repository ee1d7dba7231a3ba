#pragma once

#include "publishing/served/snapshot.hpp"

#include <string>
#include <vector>

namespace slipway::publishing {

/// A snapshot that cannot be served as it is stored.
struct DamagedSnapshot {
    SnapshotKey key;
    std::string message;
};

/// Checks invariant 15: the trees and blocks of every snapshot's files exist, and its entry points name these files.
/// Blocks. Faults: io.
Result<std::vector<DamagedSnapshot>> find_damaged_snapshots(const storage::ReadTransaction& tx);

/// Forgets these snapshots. They are rendered again when a client requests them. Blocks. Faults: storage_full, io.
Result<> forget_snapshots(storage::Catalog& catalog, const std::vector<DamagedSnapshot>& damaged);

}  // namespace slipway::publishing
