#pragma once

#include "base/clock.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/connection.hpp"
#include "storage/postgresql/heads.hpp"

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace slipway::storage {

// What nodes tell each other (cluster_schema.sql). Each function is one statement that stands alone or in a
// transaction, and takes no turn to write.

using Milliseconds = std::chrono::milliseconds;

struct NodeRow {
    std::string id{};
    std::string run{};
    std::string url{};
    std::string role{};
    std::string version{};
    Seconds started_at{};
    Seconds seen_at{};
    Milliseconds silent_for{};
    bool ready = false;
};

/// Makes the node known as one that begins. An earlier process of the same id is it no more.
Result<> begin_node(Connection& connection, const NodeRow& node);
/// Gives a sign of life. Returns false if another process is this node now.
Result<bool> beat(Connection& connection, const NodeRow& node);
/// Forgets the nodes that were silent for so long, and what they served.
Result<> forget_silent_nodes(Connection& connection, Milliseconds silence);
Result<std::vector<NodeRow>> all_nodes(Connection& connection);

/// Says that a node serves a generation.
Result<> acknowledge(Connection& connection, const std::string& node, RowId repository, std::int64_t generation);
/// Forgets what a node has said to serve.
Result<> forget_served(Connection& connection, const std::string& node);
/// Of the ready nodes that were seen within `alive`: how many serve this generation or a newer one, and who does not.
struct ServedBy {
    std::size_t serving = 0;
    std::vector<std::string> lagging{};
};
Result<ServedBy> who_serves(Connection& connection, RowId repository, std::int64_t generation, Milliseconds alive);

struct ServedRow {
    std::string node{};
    std::string repository{};
    std::int64_t published = 0;
    std::int64_t served = 0;
};
/// What each ready node that was seen within `alive` serves of each repository.
Result<std::vector<ServedRow>> all_served(Connection& connection, Milliseconds alive);

/// The repositories whose generation was made after a turn, in the order of turns.
Result<std::vector<HeadRow>> heads_after(Connection& connection, std::int64_t turn);

/// Whose lease is what collects for all nodes.
constexpr RowId collector_lease = 0;

/// Takes a lease, or prolongs it. Returns false while it is another node's.
Result<bool> take_lease(Connection& connection, RowId repository, const std::string& node, Milliseconds time);
/// Says that a node wants a lease that another one has, unless somebody else does already.
Result<> want_lease(Connection& connection, RowId repository, const std::string& node, Milliseconds time);
/// Ends a lease. Who wants it gets it, for so long.
Result<> give_lease_back(Connection& connection, RowId repository, const std::string& node, Milliseconds time);
/// Prolongs leases of a node, but those that have ended.
Result<> renew_leases(Connection& connection, std::span<const RowId> repositories, const std::string& node,
                      Milliseconds time);
Result<> end_leases(Connection& connection, const std::string& node);
struct LeaseRow {
    RowId repository = 0;
    std::string name{};  // of the repository; "": it has none, or was deleted
    std::string node{};
    Milliseconds left{};
};
/// Those that have not ended.
Result<std::vector<LeaseRow>> all_leases(Connection& connection);

/// Returns a number for a pack that nobody had, greater than `behind`.
Result<std::int64_t> next_pack(Connection& connection, std::int64_t behind);

}  // namespace slipway::storage
