#pragma once

#include "base/result.hpp"

#include <chrono>
#include <string>

namespace slipway::publishing {

/// How this process is one of several nodes over one database and one bucket.
struct ClusterSettings {
    std::string url{};  // "http://10.0.0.5:8080": where the others reach this node; "": it is no node of a cluster
    std::string role{"full"};
    std::chrono::milliseconds wait{2'000};  // how long an answer waits for the other nodes to serve what it announces

    // Times that only tests change. All are measured by the database's clock.
    std::chrono::milliseconds lease{10'000};  // for which a repository is one node's
    std::chrono::milliseconds beat{2'000};    // between two signs of life, which renew all leases
    std::chrono::milliseconds alive{5'000};   // for which a node counts as alive after one
    std::chrono::milliseconds poll{25};       // between two looks at the feed

    bool is_cluster() const { return !url.empty(); }
};

/// Returns the id of the node at `url`: "10.0.0.5:8080". Faults: invalid_input (not http://HOST[:PORT] or https://…).
Result<std::string> node_id(const std::string& url);

}  // namespace slipway::publishing
