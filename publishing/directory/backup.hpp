#pragma once

#include "storage/backup/backup.hpp"

/// Copies of a data directory. They are made of files, catalog and all, so storage knows how
/// (storage/backup/backup.hpp); commands know it by these names.
namespace slipway::publishing {

using storage::back_up;
using storage::BackupReport;
using storage::PrivateKeys;
using storage::restore;

}  // namespace slipway::publishing
