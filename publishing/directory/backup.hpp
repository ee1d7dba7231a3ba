#pragma once

#include "publishing/directory/stores.hpp"
#include "storage/backup/backup.hpp"

/// Copies of a data directory. They consist of files, including the catalog, so storage makes them
/// (storage/backup/backup.hpp). Commands use these names.
namespace slipway::publishing {

using storage::BackupReport;
using storage::PrivateKeys;
using storage::restore;

/// Copies a data directory. What is in a bucket is listed and looked for there, but not copied. Blocks. Faults: those
/// of storage::back_up and `DataDirectory::open_to_read`.
Result<BackupReport> back_up(const Path& data, const StoreOptions& stores, const Path& target, PrivateKeys keys);

}  // namespace slipway::publishing
