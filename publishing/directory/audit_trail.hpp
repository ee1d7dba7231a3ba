#pragma once

#include "base/log.hpp"
#include "storage/catalog/events.hpp"

namespace slipway::publishing {

/// Writes an event to the log with its number and hash, whatever the log's level is. So a copy of the log elsewhere can
/// prove what the audit log was.
void log_event(const Log& log, const storage::EventRow& event);

/// Writes at a start the head of the audit log in the catalog. Before it writes the events of the newest transaction
/// once more, as the process may have been killed between that commit and its lines. Faults: those of reading the
/// catalog.
Result<> log_audit_head(const Log& log, const storage::Catalog& catalog);

/// Writes, before the process ends, that these events may be in the catalog or not.
void log_unknown_outcome(const Log& log, const Error& reason, const std::vector<storage::EventRow>& events);

}  // namespace slipway::publishing
