#pragma once

#include "base/clock.hpp"
#include "base/files/file_system.hpp"
#include "storage/catalog/events.hpp"
#include "storage/identity/catalog_place.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace slipway::storage {

/// Puts private keys into a directory as a data directory has them; empty: they are left out.
using CopyKeys = std::function<Result<>(const Path& keys_of_target)>;

/// The outcome of a backup or a restore.
struct BackupReport {
    std::uint64_t files_copied = 0;      // blobs and packs that the target did not have
    std::uint64_t bytes_copied = 0;      // the size of these files
    std::vector<std::string> damaged{};  // files that were not copied, because they are damaged in the source
    bool has_keys = false;               // the target holds private keys
    AuditHead audit_head{};              // the head of the log that was copied
};

/// Copies a data directory into `target`; the daemon may write meanwhile. Copies the catalog first, into a file
/// wherever it is, then every blob and pack that this copy names: the daemon only ever adds such files. Files that the
/// target has already are not read again. The target's catalog is replaced last, so that an interrupted backup leaves
/// the one before whole. Token files are left out. The manifest keeps the head of the audit log. Blocks. Faults:
/// not_found (no catalog there), busy (another backup into `target`), corrupt, storage_full, io.
Result<BackupReport> back_up(FileSystem& files, const CatalogPlace& place, const Path& target,
                             const CopyKeys& copy_keys, Seconds now);
/// Copies the files of private keys of one data directory.
CopyKeys copy_key_files(FileSystem& files, const Path& data);

/// Makes a data directory from a backup. `data` must be missing or empty; it gets its catalog after everything else.
/// Blocks. Faults: not_found (no backup in `from`), conflict (`data` is not empty), busy (`data` is in use), corrupt
/// (also if the audit log lacks the head that the manifest names), storage_full, io.
Result<BackupReport> restore(FileSystem& files, const Path& from, const Path& data);

}  // namespace slipway::storage
