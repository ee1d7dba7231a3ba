#pragma once

#include "storage/backup/backup.hpp"

/// Copies of a data directory. They consist of files, including the catalog, so storage makes them
/// (storage/backup/backup.hpp). Commands use these names.
namespace slipway::publishing {

using storage::back_up;
using storage::BackupReport;
using storage::PrivateKeys;
using storage::restore;

}  // namespace slipway::publishing
