// The nodes of a cluster, as its database knows them.
#include "server/api/resources/nodes.hpp"

#include "base/text.hpp"
#include "server/api/resources/operations.hpp"
#include "server/api/routing/list_page.hpp"
#include "server/api/routing/schemas.hpp"

#include <chrono>
#include <vector>

namespace slipway::api {
namespace {

std::int64_t whole_seconds(std::chrono::milliseconds time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time).count();
}

/// The cursor of a page is the id of its last node.
Result<ListPage> list_nodes(Services& services, const Call&, const PageWanted& wanted) {
    const auto& read = services.parts.nodes.read;
    publishing::ClusterView cluster;
    if (read) cluster = TRY(read());
    const auto last = wanted.cursor.value_or("");
    auto page = page_of(
        "nodes", cluster.nodes, wanted.limit, [&](const publishing::Node& node) { return node.id > last; },
        [](const publishing::Node& node) { return node.id; },
        [&](const publishing::Node& node) { return node_json(node, cluster); });
    page.body.add("leases", leases_json(cluster));
    return page;
}

constexpr std::array served_members = {
    required("repository", a_name()),
    required("published", an_integer("The newest generation of the repository.")),
    required("served", an_integer("The generation that the node serves; 0: none yet.")),
    required("behind", an_integer("How many publications it has still to follow; 0: it is current.")),
};
constexpr Schema served_schema = an_answer("", served_members);
constexpr std::array node_members = {
    required("id", a_text("Host and port of `url`.")),
    required("url", a_url("`cluster.url` of the node.")),
    required("role", a_text()),
    required("version", a_text("Of slipwayd.")),
    required("started_at", a_date()),
    required("seen_at", a_date("Its last sign of life; it gives one every two seconds.")),
    required("silent_seconds", an_integer("Since then, by the clock of the database.")),
    required("ready", a_flag("Changes wait for it before they are answered.")),
    required("repositories", a_list_of(served_schema, "What a ready node serves.")),
};
constexpr Schema node_schema = an_answer("Node", node_members);
constexpr std::array lease_members = {
    required("repository", or_null(a_text("Null: the lease of the housekeeping, such as collecting garbage."))),
    required("node", a_text("The id of the node that publishes in the repository at the moment.")),
    required("expires_in_seconds", an_integer("When another node may take it, unless it is renewed.")),
};
constexpr Schema lease_schema = an_answer("", lease_members);
constexpr std::array node_page_members = {
    required("nodes", a_list_of(node_schema)),
    next_page,
    required("leases", a_list_of(lease_schema, "All of them, on every page.")),
};
constexpr Schema node_page = an_answer("", node_page_members);

constexpr std::array node_table = {
    Operation{
        .path = "/api/v1/nodes",
        .access = Access::administer_server,
        .id = "listNodes",
        .tag = "nodes",
        .summary = "The nodes that share the catalog",
        .description = "A server that is no node of a cluster answers with empty lists.",
        .list = list_nodes,
        .answers = {{200, "The nodes that were seen within a day, by id", &node_page}},
    },
};

}  // namespace

Json node_json(const publishing::Node& node, const publishing::ClusterView& cluster) {
    std::vector<Json> served;
    for (const auto& lag : cluster.lags)
        if (lag.node == node.id)
            served.push_back(Json::object({{"repository", lag.repository},
                                           {"published", lag.published},
                                           {"served", lag.served},
                                           {"behind", lag.behind()}}));
    return Json::object({{"id", node.id},
                         {"url", node.url},
                         {"role", node.role},
                         {"version", node.version},
                         {"started_at", iso_date(node.started_at)},
                         {"seen_at", iso_date(node.seen_at)},
                         {"silent_seconds", whole_seconds(node.silent_for)},
                         {"ready", node.ready},
                         {"repositories", Json::array(served)}});
}

Json leases_json(const publishing::ClusterView& cluster) {
    std::vector<Json> leases;
    for (const auto& lease : cluster.leases)
        leases.push_back(Json::object({{"repository", lease.repository},
                                       {"node", lease.node},
                                       {"expires_in_seconds", whole_seconds(lease.left)}}));
    return Json::array(leases);
}

std::span<const Operation> node_operations() { return node_table; }

}  // namespace slipway::api
