#include "base/text.hpp"
#include "publishing/cluster/cluster_settings.hpp"
#include "publishing/cluster/nodes.hpp"
#include "publishing/directory/data_directory.hpp"
#include "server/api/resources/nodes.hpp"
#include "server/commands/commands.hpp"
#include "server/commands/data_options.hpp"
#include "server/commands/exit_codes.hpp"
#include "server/directory_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

namespace slipway::server {
namespace {

struct NodesOptions {
    DataOptions data;
    bool json = false;
};

std::int64_t whole_seconds(std::chrono::milliseconds time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time).count();
}

/// "main 2, tools 1": where a node is behind, and by how many publications.
std::string behind_of(const publishing::Node& node, const publishing::ClusterView& cluster) {
    std::vector<std::string> behind;
    for (const auto& lag : cluster.lags)
        if (lag.node == node.id && lag.behind() > 0)
            behind.push_back(fmt::format("{} {}", lag.repository, lag.behind()));
    return behind.empty() ? "-" : join(behind, ", ");
}

std::string publishes_in(const publishing::Node& node, const publishing::ClusterView& cluster) {
    std::vector<std::string> held;
    for (const auto& lease : cluster.leases)
        if (lease.node == node.id) held.push_back(lease.repository.value_or("(housekeeping)"));
    return held.empty() ? "-" : join(held, ", ");
}

void print_table(const publishing::ClusterView& cluster) {
    using Line = std::array<std::string, 6>;
    std::vector<Line> lines = {{"NODE", "VERSION", "SEEN", "READY", "BEHIND", "PUBLISHES IN"}};
    for (const auto& node : cluster.nodes)
        lines.push_back({node.id, node.version, fmt::format("{}s ago", whole_seconds(node.silent_for)),
                         node.ready ? "yes" : "no", behind_of(node, cluster), publishes_in(node, cluster)});
    std::array<std::size_t, 5> widths{};
    for (const auto& line : lines)
        for (std::size_t i = 0; i < widths.size(); ++i) widths.at(i) = std::max(widths.at(i), line.at(i).size());
    for (const auto& line : lines)
        fmt::print("{:<{}}  {:<{}}  {:<{}}  {:<{}}  {:<{}}  {}\n", line[0], widths[0], line[1], widths[1], line[2],
                   widths[2], line[3], widths[3], line[4], widths[4], line[5]);
}

void print_json(const publishing::ClusterView& cluster) {
    std::vector<Json> nodes;
    for (const auto& node : cluster.nodes) nodes.push_back(api::node_json(node, cluster));
    fmt::print("{}\n", Json::object({{"nodes", Json::array(nodes)}, {"leases", api::leases_json(cluster)}}).text());
}

Result<int> run(const Config& config, bool json) {
    if (config.storage.catalog.empty())
        return Error(Fault::unsupported,
                     "nodes share a catalog in PostgreSQL, and storage.catalog (--catalog) is not set: this server is "
                     "the only one");
    const auto places = TRY(store_places(config));
    const auto catalog = TRY(publishing::open_catalog_to_read(places));
    const auto view = TRY(catalog->read());
    const auto cluster = TRY(publishing::read_cluster(view, publishing::ClusterSettings{}.alive));
    if (json)
        print_json(cluster);
    else
        print_table(cluster);
    return exit_code::ok;
}

}  // namespace

void add_nodes_command(CLI::App& program, int& exit_code) {
    auto options = std::make_shared<NodesOptions>();
    auto* command = program.add_subcommand("nodes", "List the nodes that share the catalog, even while none runs");
    add_data_options(*command, options->data);
    command->add_flag("--json", options->json, "Print JSON");
    command->callback([options, &exit_code] {
        exit_code = run_with_config(options->data, [&](const Config& config) { return run(config, options->json); });
    });
}

}  // namespace slipway::server
