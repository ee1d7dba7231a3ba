#pragma once

#include "base/log.hpp"
#include "storage/catalog/events.hpp"

namespace slipway::server {

/// Every event goes to the log with its number and hash, whatever the log's level is: who keeps the log elsewhere can
/// prove what the audit log was.
void log_event(const Log& log, const storage::EventRow& event);

}  // namespace slipway::server
