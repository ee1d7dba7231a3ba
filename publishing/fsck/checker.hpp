#pragma once

#include "base/clock.hpp"
#include "base/files/file_system.hpp"
#include "signing/keys/key_store.hpp"
#include "storage/blobs/blob_store.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/events.hpp"
#include "storage/fsck/findings.hpp"
#include "storage/segments/segment_store.hpp"

#include <chrono>
#include <optional>

namespace slipway::publishing {

/// What fsck checks.
struct CheckedStore {
    storage::Catalog& catalog;
    storage::BlobStore& blobs;
    storage::SegmentStore& segments;
    std::optional<storage::AuditHead> earlier_audit_head{};  // the audit log has to contain it
    signing::KeyStore* keys = nullptr;                       // null: no private key is tried
    Path key_files{};              // the directory of the private keys; "": they are elsewhere, or not checked
    bool has_sealed_keys = false;  // private keys are rows of the catalog
};

/// Checks every invariant of docs/storage.md in one view of the catalog; may run while the daemon runs. Reads
/// everything. Blocks. Faults: io, busy (the check could not be made).
Result<storage::Findings> check_store(const CheckedStore& store);

/// Calls `check_store`, then mends what it can, and checks again. Segments and index files are rendered again, and
/// leftovers and damaged blobs that nothing names are removed. The findings have the damage that stays, with the
/// reason. Precondition: the directory lock is held. Blocks. Faults: storage_full, io, busy.
Result<storage::Findings> repair_store(const CheckedStore& store, Seconds now, std::chrono::seconds keep_index_files);

}  // namespace slipway::publishing
