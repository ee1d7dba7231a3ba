#pragma once

#include "storage/backup/backup.hpp"
#include "storage/backup/named_files.hpp"

#include <string>

namespace slipway::storage {

/// What to do about a file that is missing: while the daemon runs it may be out of date to look for it.
enum class Missing : unsigned char { fail, report };

/// Compares what a catalog names with what a store that is elsewhere lists, and adds to the report what is there and
/// what is missing or too short. Reads no bytes of it. Blocks. Faults: not_found (something is missing, and that is to
/// fail), busy, io.
Result<> compare_with_stored(const NamedFiles& named, const DistantFiles& distant, Missing missing,
                             BackupReport& report);

/// A line for each file: its name below the store's place, a tab, its bytes.
std::string render_inventory(const NamedFiles& named);

}  // namespace slipway::storage
