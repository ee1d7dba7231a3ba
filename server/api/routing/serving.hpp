#pragma once

#include "base/json.hpp"
#include "publishing/cluster/serving.hpp"
#include "server/api/routing/schema.hpp"

#include <optional>

namespace slipway::api {

extern const Schema serving_schema;
/// The member of answers that waited for the other nodes of a cluster.
inline constexpr Member nodes_member = maybe("nodes", the(serving_schema));

/// Adds `nodes` to an answer: which nodes serve the change. A server that is no node of a cluster adds nothing.
/// Precondition: `answer` is an object.
void add_nodes(Json& answer, const std::optional<publishing::Serving>& serving);

}  // namespace slipway::api
