#pragma once

#include "storage/catalog/publications.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace slipway::storage {

/// A revision of a channel as one distro serves it below `snapshots/`. Rows go with their revision.
struct SnapshotRow {
    RowId channel = 0;
    std::int64_t revision = 0;
    RowId distro = 0;
    std::string signers{};     // the keys by which the entry points are signed
    std::uint64_t purges = 0;  // of the repository, looked at for what has to be left out
    std::vector<IndexFileRow> files{};
    std::vector<EntryPointRow> entry_points{};
};

Result<std::optional<SnapshotRow>> find_snapshot(const ReadTransaction& tx, RowId channel, std::int64_t revision,
                                                 RowId distro);
/// Replaces what was kept of this revision and distro. Faults: internal where there is no such revision or distro.
Result<> save_snapshot(WriteTransaction& tx, const SnapshotRow& snapshot);
Result<> delete_snapshot(WriteTransaction& tx, RowId channel, std::int64_t revision, RowId distro);
/// The files of all snapshots, for gc and fsck.
Result<> visit_snapshot_files(const ReadTransaction& tx,
                              const std::function<void(const IndexFileRow&, std::int64_t revision)>& visitor);

}  // namespace slipway::storage
