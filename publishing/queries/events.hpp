#pragma once

#include "publishing/queries/queries.hpp"
#include "storage/catalog/events.hpp"

#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

using storage::AuditHead;
using storage::EventRow;

/// A part of the audit log, in its order, and the log's head as of the same moment.
struct EventsPage {
    std::vector<EventRow> events;
    bool more = false;
    AuditHead head;
};
/// The events numbered above `after`, at most `limit`; of one repository where it is named. Faults: corrupt, io.
Result<EventsPage> events_after(const View& view, RowId after, std::size_t limit,
                                const std::optional<std::string>& repository);

}  // namespace slipway::publishing
