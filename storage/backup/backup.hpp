#pragma once

#include "base/clock.hpp"
#include "base/files/file_system.hpp"
#include "storage/blobs/blob_store.hpp"
#include "storage/catalog/events.hpp"
#include "storage/identity/directory_places.hpp"
#include "storage/segments/segment_store.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace slipway::storage {

/// Puts private keys into a directory as a data directory has them; empty: they are left out.
using CopyKeys = std::function<Result<>(const Path& keys_of_target)>;

/// Stores that are not in the data directory. A backup lists what the catalog needs of them, and copies nothing.
struct DistantFiles {
    const ObjectsPlace& place;
    const BlobStore& blobs;
    const SegmentStore& segments;
};

/// The outcome of a backup or a restore.
struct BackupReport {
    std::uint64_t files_copied = 0;      // blobs and packs that the target did not have
    std::uint64_t bytes_copied = 0;      // the size of these files
    std::vector<std::string> damaged{};  // files that are damaged in the source; they are not copied
    std::string catalog_damage{};        // empty, or why an earlier copy of the catalog was not replaced
    std::string place{};                 // where blobs and packs are that are not copied; empty if they are
    std::uint64_t files_named = 0;       // blobs and packs that the catalog needs there
    std::uint64_t bytes_named = 0;       // the size of these files
    bool has_keys = false;               // the target holds private keys
    AuditHead audit_head{};              // the head of the log that was copied
};

/// What is backed up.
struct BackupSource {
    const CatalogPlace& catalog;            // knows the data directory, too
    const DistantFiles* distant = nullptr;  // null: blobs and packs are in the directory
};

/// Copies a data directory into `target`; the daemon may write meanwhile. Copies the catalog first, into a file
/// wherever it is, then every blob and pack that this copy names: the daemon only ever adds such files. Files that the
/// target has already are not read again. The target's catalog is replaced last, so that an interrupted backup leaves
/// the one before whole; if it is damaged, the earlier one stays, and the report says so. Token files are left out. The
/// manifest keeps the head of the audit log. If blobs and packs are distant, the target gets a list of them instead,
/// and the report names those that are missing there. Blocks. Faults: not_found (no catalog there), conflict (`target`
/// is a data directory), busy (another backup into `target`, or the distant stores cannot be asked), corrupt,
/// storage_full, io.
Result<BackupReport> back_up(FileSystem& files, const BackupSource& source, const Path& target,
                             const CopyKeys& copy_keys, Seconds now);
/// Copies the files of private keys of one data directory.
CopyKeys copy_key_files(FileSystem& files, const Path& data);

/// Makes a data directory from a backup. `data` must be missing or empty; it gets its catalog after everything else.
/// Blobs and packs that were distant stay where they are. Blocks. Faults: not_found (no backup in `from`), conflict
/// (`data` is not empty), busy (`data` is in use), corrupt (also if the audit log lacks the head that the manifest
/// names), storage_full, io.
Result<BackupReport> restore(FileSystem& files, const Path& from, const Path& data);

}  // namespace slipway::storage
