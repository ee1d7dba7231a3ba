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

/// What fsck looks at.
struct CheckedStore {
    storage::Catalog& catalog;
    storage::BlobStore& blobs;
    storage::SegmentStore& segments;
    std::optional<storage::AuditHead> earlier_audit_head{};  // which the audit log has to contain
    signing::KeyStore* keys = nullptr;                       // null: no private key is tried
    Path key_files{};  // the directory of the private keys; "": they are elsewhere, or not looked at
    bool has_sealed_keys = false;  // private keys are rows of the catalog
};

/// Checks every invariant of docs/storage.md in one view of the catalog; may run beside the daemon. Reads everything.
/// Blocks. Faults: io, busy: what kept it from looking.
Result<storage::Findings> check_store(const CheckedStore& store);

/// `check_store`, then mends what it can, and checks again: segments and index files are rendered again, leftovers and
/// damaged blobs that nothing names are removed. Damage that stays damage is in the findings, with the reason.
/// Precondition: the directory lock is held. Blocks. Faults: storage_full, io, busy.
Result<storage::Findings> repair_store(const CheckedStore& store, Seconds now, std::chrono::seconds keep_index_files);

}  // namespace slipway::publishing
