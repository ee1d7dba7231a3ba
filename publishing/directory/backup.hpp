#pragma once

#include "publishing/directory/store_places.hpp"
#include "storage/backup/backup.hpp"

namespace slipway::publishing {

using storage::BackupReport;
using storage::restore;

enum class PrivateKeys : unsigned char { leave_out, include };

/// Copies what a server has stored into `target`, as storage::back_up does. The copy is a data directory with all in
/// files, wherever its parts come from: the catalog is one of SQLite, and private keys are no longer sealed. What is in
/// a bucket is listed and looked for there, but not copied. Blocks. Faults: as of storage::back_up and `open_places`;
/// unsupported (private keys are wanted that nobody here can open).
Result<BackupReport> back_up(FileSystem& files, const StorePlaces& places, const Path& target, PrivateKeys keys,
                             Seconds now);

}  // namespace slipway::publishing
