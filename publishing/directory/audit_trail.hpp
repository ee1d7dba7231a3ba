#pragma once

#include "base/log.hpp"
#include "storage/catalog/events.hpp"

namespace slipway::publishing {

/// Every event goes to the log with its number and hash, whatever the log's level is: who keeps the log elsewhere can
/// prove what the audit log was.
void log_event(const Log& log, const storage::EventRow& event);

/// The line of a start: the head of the audit log as the catalog has it. Before it stand the events of the newest
/// transaction once more, as an end without warning may have come between its commit and its lines. Faults: those of
/// reading the catalog.
Result<> log_audit_head(const Log& log, const storage::Catalog& catalog);

/// Before the end of the process: these events may be in the catalog, or not.
void log_unknown_outcome(const Log& log, const Error& reason, const std::vector<storage::EventRow>& events);

}  // namespace slipway::publishing
