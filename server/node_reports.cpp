#include "server/node_reports.hpp"

#include <fmt/format.h>

#include <chrono>

namespace slipway::server {
namespace {

std::int64_t seconds_of(std::chrono::milliseconds time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time).count();
}

}  // namespace

NodeWatch::Read reading_nodes(const publishing::Cluster& cluster, const publishing::Queries& queries) {
    return [&queries, alive = cluster.settings().alive]() -> Result<publishing::ClusterView> {
        const auto view = TRY(queries.view());
        return publishing::read_cluster(view, alive);
    };
}

std::optional<std::string> why_not_current(const publishing::Currency& currency) {
    if (currency.is_known) return std::nullopt;
    if (currency.unheard_for >= currency.behind_for)
        return fmt::format(
            "the database of the catalog has not answered for {} s: this node cannot know whether it serves what is "
            "published",
            seconds_of(currency.unheard_for));
    return fmt::format("for {} s something is published that this node cannot serve yet; its log says why",
                       seconds_of(currency.behind_for));
}

std::vector<files::NodeShown> nodes_shown(const publishing::ClusterView& cluster) {
    std::vector<files::NodeShown> shown;
    for (const auto& node : cluster.nodes) {
        files::NodeShown state{node.ready, 0};
        for (const auto& lag : cluster.lags)
            if (lag.node == node.id) state.behind += lag.behind();
        shown.push_back(state);
    }
    return shown;
}

}  // namespace slipway::server
