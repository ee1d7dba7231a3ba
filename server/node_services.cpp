#include "server/node_services.hpp"

#include "server/node_reports.hpp"

#include <utility>
#include <vector>

namespace slipway::server {

NodeServices::NodeServices(const publishing::Cluster& cluster, const publishing::Queries& queries,
                           std::string database_url, const Log& log)
    : cluster_(cluster),
      queries_(queries),
      pairs_(std::move(database_url), log),
      watch_(reading_nodes(cluster, queries), log) {}

api::NodeParts NodeServices::parts() {
    api::NodeParts parts;
    parts.why_not_current = [this] { return why_not_current(cluster_.currency()); };
    parts.read = reading_nodes(cluster_, queries_);
    parts.pairs = &pairs_;
    parts.shown = [this] {
        const auto known = newest();
        return known ? nodes_shown(*known) : std::vector<files::NodeShown>();
    };
    return parts;
}

}  // namespace slipway::server
