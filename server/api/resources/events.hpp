#pragma once

#include "server/api/routing/json.hpp"
#include "storage/catalog/events.hpp"

namespace slipway::api {

/// One event of the audit log, as the API and its export as JSON lines show it.
Json event_json(const storage::EventRow& event);

}  // namespace slipway::api
