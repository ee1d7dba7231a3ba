#include "publishing/cluster/nodes.hpp"

#include "publishing/cluster/cluster_settings.hpp"
#include "storage/postgresql/nodes.hpp"

#include <utility>

namespace slipway::publishing {
namespace {

Node node_of(storage::NodeRow row, std::chrono::milliseconds alive) {
    Node node;
    node.id = std::move(row.id);
    node.url = std::move(row.url);
    node.role = std::move(row.role);
    node.version = std::move(row.version);
    node.started_at = row.started_at;
    node.seen_at = row.seen_at;
    node.silent_for = row.silent_for;
    node.ready = row.ready && row.silent_for < alive;
    return node;
}

LeaseHolder holder_of(storage::LeaseRow row) {
    LeaseHolder holder;
    if (row.repository != storage::collector_lease) holder.repository = std::move(row.name);
    holder.node = std::move(row.node);
    holder.left = row.left;
    return holder;
}

}  // namespace

Result<ClusterView> read_cluster(const storage::ReadTransaction& tx, std::chrono::milliseconds alive) {
    ClusterView view;
    for (auto& row : TRY(storage::all_nodes(tx.connection()))) view.nodes.push_back(node_of(std::move(row), alive));
    for (auto& row : TRY(storage::all_served(tx.connection(), alive)))
        view.lags.push_back({std::move(row.node), std::move(row.repository), row.published, row.served});
    for (auto& row : TRY(storage::all_leases(tx.connection()))) view.leases.push_back(holder_of(std::move(row)));
    return view;
}

Result<> check_no_node_lives(const storage::ReadTransaction& tx) {
    for (const auto& node : TRY(storage::all_nodes(tx.connection())))
        if (node.silent_for < ClusterSettings().lease)
            return Error(Fault::busy, "the node " + node.id + " uses this catalog; stop all nodes first");
    return {};
}

}  // namespace slipway::publishing
