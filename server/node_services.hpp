#pragma once

#include "publishing/cluster/cluster.hpp"
#include "publishing/cluster/database_pairs.hpp"
#include "publishing/queries/queries.hpp"
#include "server/api/routing/node_parts.hpp"
#include "server/node_watch.hpp"

#include <memory>
#include <string>

namespace slipway::server {

/// What a server has that is a node of a cluster: a watch over all nodes, and pairs that it shares with them.
class NodeServices {
public:
    /// The references outlive it. `database_url` is that of the catalog.
    NodeServices(const publishing::Cluster& cluster, const publishing::Queries& queries, std::string database_url,
                 const Log& log);

    /// Returns what tells the API of the nodes. This outlives it.
    api::NodeParts parts();
    /// Returns what is known of all nodes, or null while nothing is. Never blocks.
    std::shared_ptr<const publishing::ClusterView> newest() const { return watch_.newest(); }

private:
    const publishing::Cluster& cluster_;
    const publishing::Queries& queries_;
    publishing::DatabasePairs pairs_;
    NodeWatch watch_;
};

}  // namespace slipway::server
