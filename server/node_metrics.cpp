#include "server/node_metrics.hpp"

namespace slipway::server {

using prometheus::MetricType;

void add_nodes(MetricPage& page, const publishing::ClusterView& cluster) {
    {
        Family ready(page, "slipway_node_ready", "Whether changes wait for a node before they are answered.",
                     MetricType::Gauge);
        for (const auto& node : cluster.nodes) ready.gauge(node.ready ? 1 : 0, {{"node", node.id}});
    }
    {
        Family lag(page, "slipway_generation_lag", "Publications that a ready node does not serve yet.",
                   MetricType::Gauge);
        for (const auto& of : cluster.lags)
            lag.gauge(static_cast<double>(of.behind()), {{"node", of.node}, {"repository", of.repository}});
    }
    Family holder(page, "slipway_lease_holder", "1: the node that has the lease of a repository.", MetricType::Gauge);
    for (const auto& lease : cluster.leases)
        holder.gauge(1, {{"node", lease.node}, {"repository", lease.repository.value_or("")}});
}

}  // namespace slipway::server
