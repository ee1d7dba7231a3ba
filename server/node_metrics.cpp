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

void add_node_work(MetricPage& page, const publishing::ClusterCounters& counters) {
    {
        Family waited(page, "slipway_nodes_wait_duration_seconds",
                      "From a publication's switch on this node until the other nodes served it, or were late.",
                      MetricType::Summary);
        auto& summary = waited.add({}).summary;
        summary.sample_count = counters.waits;
        summary.sample_sum = static_cast<double>(counters.waited_microseconds) / microseconds_per_second;
    }
    Family(page, "slipway_nodes_late_waits_total", "Waits that ended while another node lagged.", MetricType::Counter)
        .counter(static_cast<double>(counters.late_waits));
    Family reads(page, "slipway_feed_reads_total", "Readings of what other nodes publish.", MetricType::Counter);
    const auto failed = counters.failed_feed_reads.load();
    reads.counter(static_cast<double>(counters.feed_reads - failed), {{"result", "ok"}});
    reads.counter(static_cast<double>(failed), {{"result", "failed"}});
}

}  // namespace slipway::server
