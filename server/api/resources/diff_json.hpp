#pragma once

#include "publishing/content/channel_diff.hpp"
#include "server/api/routing/json.hpp"

#include <optional>
#include <string>

namespace slipway::api {

/// {"added","removed","upgraded","downgraded"}
Json counts_json(const publishing::DiffCounts& counts);

/// Adds a page of a difference to an answer: `counts` and the entries by kind.
void add_diff(Json& answer, const publishing::DiffPage& page);
/// Returns the cursor of the next page, if there is one.
std::optional<std::string> next_of(const publishing::DiffPage& page);

}  // namespace slipway::api
