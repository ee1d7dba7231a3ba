#pragma once

#include "publishing/cluster/nodes.hpp"
#include "server/metric_family.hpp"

namespace slipway::server {

/// Adds what a cluster's database knows of its nodes: what each serves, and who publishes.
void add_nodes(MetricPage& page, const publishing::ClusterView& cluster);

}  // namespace slipway::server
