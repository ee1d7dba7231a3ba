#pragma once

#include "storage/catalog/publications.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace slipway::storage {

/// A revision of a channel as one distro serves it below `snapshots/`. The row is deleted with its revision.
struct SnapshotRow {
    RowId channel = 0;
    std::int64_t revision = 0;
    RowId distro = 0;
    std::string signers{};     // the keys that signed the entry points
    std::uint64_t purges = 0;  // the number of purges of the repository that it takes into account
    std::vector<IndexFileRow> files{};
    std::vector<EntryPointRow> entry_points{};
};

Result<std::optional<SnapshotRow>> find_snapshot(const ReadTransaction& tx, RowId channel, std::int64_t revision,
                                                 RowId distro);
/// Replaces the snapshot of this revision and distro. Faults: internal (there is no such revision or distro).
Result<> save_snapshot(WriteTransaction& tx, const SnapshotRow& snapshot);
Result<> delete_snapshot(WriteTransaction& tx, RowId channel, std::int64_t revision, RowId distro);
/// Visits the files of all snapshots, for gc and fsck.
Result<> visit_snapshot_files(const ReadTransaction& tx,
                              const std::function<void(const IndexFileRow&, std::int64_t revision)>& visitor);

}  // namespace slipway::storage
