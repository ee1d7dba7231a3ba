#pragma once

#include "storage/backup/backup.hpp"
#include "storage/backup/named_files.hpp"

#include <string>

namespace slipway::storage {

/// What to do about a missing file. While the daemon runs the catalog may have forgotten it meanwhile.
enum class Missing : unsigned char { fail, report };

/// Compares the files that a catalog names with those that distant stores list. Adds their number and size to the
/// report, and those that are missing or too short. Reads no bytes. Blocks. Faults: not_found (a file is missing, and
/// `missing` says fail), busy, io.
Result<> compare_with_stored(const NamedFiles& named, const DistantFiles& distant, Missing missing,
                             BackupReport& report);

/// Returns a line for each file: its name below the place of the stores, a tab, its size.
std::string render_inventory(const NamedFiles& named);

}  // namespace slipway::storage
