#pragma once

#include "publishing/channel_diff.hpp"
#include "server/api/json.hpp"

namespace slipway::api {

/// {"added","removed","upgraded","downgraded"}
Json counts_json(const publishing::DiffCounts& counts);

/// Adds a page of a difference to an answer: `counts`, the entries by kind, `next`.
void add_diff(Json& answer, const publishing::DiffPage& page);

}  // namespace slipway::api
