#pragma once

#include "publishing/directory/store_places.hpp"
#include "publishing/fsck/checker.hpp"
#include "storage/fsck/directory_checks.hpp"

#include <chrono>
#include <optional>

namespace slipway::publishing {

using storage::AuditHead;
using storage::find_loose_secrets;
using storage::Finding;
using storage::Findings;
using storage::Repair;

/// The findings of fsck, and the head of the audit log.
struct Examination {
    Findings findings;
    AuditHead audit_head;
    bool has_checked_keys = true;  // false: they are sealed, and nobody gave the key that opens them
};

/// Checks everything in a data directory and its stores, also while the daemon runs. With `Repair::yes` it mends what
/// it can, and needs the directory alone. `earlier` is a head that the audit log has to contain. `keep_index_files`
/// says how long replaced ones stay. Blocks. Faults: those of DataDirectory; storage_full, io, busy.
Result<Examination> examine(const StorePlaces& places, Repair repair, const std::optional<AuditHead>& earlier,
                            Seconds now, std::chrono::seconds keep_index_files);

}  // namespace slipway::publishing
