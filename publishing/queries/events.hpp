#pragma once

#include "publishing/queries/queries.hpp"
#include "storage/catalog/events.hpp"

#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

using storage::AuditHead;
using storage::EventRow;

/// A page of the audit log, in its order, and the log's head at the same moment.
struct EventsPage {
    std::vector<EventRow> events;
    bool more = false;
    AuditHead head;
};
/// Returns at most `limit` events numbered above `after`, of one repository if it is named. Faults: corrupt, io.
Result<EventsPage> events_after(const View& view, RowId after, std::size_t limit,
                                const std::optional<std::string>& repository);

}  // namespace slipway::publishing
