#pragma once

#include "publishing/cluster/cluster.hpp"
#include "publishing/queries/queries.hpp"
#include "server/files/pages.hpp"
#include "server/node_watch.hpp"

#include <optional>
#include <string>
#include <vector>

namespace slipway::server {

/// Returns a function that reads what the catalog knows of all nodes. `queries` outlives it.
NodeWatch::Read reading_nodes(const publishing::Cluster& cluster, const publishing::Queries& queries);

/// Returns why a node cannot know whether it serves what is published: a sentence for `/readyz`. Nothing if it can.
std::optional<std::string> why_not_current(const publishing::Currency& currency);

/// Returns what pages show of the nodes.
std::vector<files::NodeShown> nodes_shown(const publishing::ClusterView& cluster);

}  // namespace slipway::server
