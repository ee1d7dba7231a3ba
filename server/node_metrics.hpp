#pragma once

#include "publishing/cluster/cluster_counters.hpp"
#include "publishing/cluster/nodes.hpp"
#include "server/metric_family.hpp"

namespace slipway::server {

/// Adds what a cluster's database knows of its nodes: what each serves, and who publishes.
void add_nodes(MetricPage& page, const publishing::ClusterView& cluster);

/// Adds what this node has done.
void add_node_work(MetricPage& page, const publishing::ClusterCounters& counters);

}  // namespace slipway::server
