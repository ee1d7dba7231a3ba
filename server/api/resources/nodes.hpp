#pragma once

#include "base/json.hpp"
#include "publishing/cluster/nodes.hpp"

namespace slipway::api {

/// Renders one node of a cluster, with what it serves, as `GET /api/v1/nodes` and `slipwayd nodes --json` show it.
Json node_json(const publishing::Node& node, const publishing::ClusterView& cluster);
/// Renders the leases of a cluster in the same way: a list.
Json leases_json(const publishing::ClusterView& cluster);

}  // namespace slipway::api
