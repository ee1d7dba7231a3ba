#pragma once

#include "publishing/queries/events.hpp"
#include "server/api/routing/json.hpp"

namespace slipway::api {

/// One event of the audit log, as the API and its export as JSON lines show it.
Json event_json(const publishing::EventRow& event);

}  // namespace slipway::api
