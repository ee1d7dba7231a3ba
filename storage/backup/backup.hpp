#pragma once

#include "base/clock.hpp"
#include "base/files/file_system.hpp"
#include "storage/blobs/blob_store.hpp"
#include "storage/catalog/events.hpp"
#include "storage/segments/segment_store.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace slipway::storage {

enum class PrivateKeys : unsigned char { leave_out, include };

/// Stores that are not in the data directory: a backup says what the catalog needs of them and copies nothing.
struct DistantFiles {
    std::string place;  // "s3://packages/slipway"
    const BlobStore& blobs;
    const SegmentStore& segments;
};

/// What was copied.
struct BackupReport {
    std::uint64_t files_copied = 0;      // blobs and packs the target did not have
    std::uint64_t bytes_copied = 0;      // of them
    std::vector<std::string> damaged{};  // what could not be copied because it is damaged in the source
    std::string place{};                 // of blobs and packs that were not to be copied; how many are named:
    std::uint64_t files_named = 0;
    std::uint64_t bytes_named = 0;
    bool has_keys = false;               // the target holds private keys
    AuditHead audit_head{};              // of the log that was copied
};

/// Copies a data directory into `target`, also while the daemon writes: first the catalog, then every blob and pack
/// that copy names, which the daemon only ever adds to. Files the target has already are not read again. The target's
/// catalog is replaced last, so that a backup broken off leaves the one before whole. Token files are left out. The
/// manifest keeps the head of the audit log. Of files that are elsewhere the target gets a list instead, and the report
/// says which are missing there. Blocks.
/// Faults: not_found (no catalog in `data`), busy (another backup into `target`; the store elsewhere cannot be asked),
/// corrupt, storage_full, io.
Result<BackupReport> back_up(FileSystem& files, const Path& data, const Path& target, PrivateKeys keys, Seconds now,
                             const DistantFiles* distant = nullptr);

/// Makes a data directory from a backup. `data` must be missing or empty; it holds a catalog only when everything else
/// is there. Files that were elsewhere are still to be there. Blocks. Faults: not_found (no backup in `from`), conflict (`data` is not empty), busy (`data` is in use),
/// corrupt (also: the audit log is not the one whose head the manifest has), storage_full, io.
Result<BackupReport> restore(FileSystem& files, const Path& from, const Path& data);

}  // namespace slipway::storage
