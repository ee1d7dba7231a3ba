#pragma once

#include "publishing/queries/events.hpp"
#include "server/api/routing/json.hpp"

namespace slipway::api {

/// Renders one event of the audit log for the API and for its export as JSON lines.
Json event_json(const publishing::EventRow& event);

}  // namespace slipway::api
