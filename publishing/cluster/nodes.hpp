#pragma once

#include "base/clock.hpp"
#include "storage/catalog/catalog.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

/// A process that serves, and publishes, what is in the catalog.
struct Node {
    std::string id{};   // "10.0.0.5:8080", of its URL
    std::string url{};  // where the other nodes reach it
    std::string role{};
    std::string version{};
    Seconds started_at{};
    Seconds seen_at{};                       // its last sign of life
    std::chrono::milliseconds silent_for{};  // since then, by the database's clock
    bool ready = false;                      // it has said so, and was not silent for too long
};

/// How far a node is behind what is published in a repository.
struct GenerationLag {
    std::string node{};
    std::string repository{};
    std::int64_t published = 0;  // the newest generation
    std::int64_t served = 0;     // that which the node serves; 0: none yet
    std::int64_t behind() const { return published - served; }
};

/// Who publishes in a repository at the moment, or does the housekeeping.
struct LeaseHolder {
    std::optional<std::string> repository{};  // nothing: it is the collector
    std::string node{};
    std::chrono::milliseconds left{};  // until it ends unless it is renewed
};

/// The cluster as the database knows it.
struct ClusterView {
    std::vector<Node> nodes{};          // by id; those that were silent for a day are forgotten
    std::vector<GenerationLag> lags{};  // of nodes that are ready, for every repository, also where it is 0
    std::vector<LeaseHolder> leases{};  // that have not ended
};

/// Returns what the database knows of its nodes. `alive` is how long a node counts as alive after its last sign of life
/// (ClusterSettings). Precondition: the catalog is in PostgreSQL. Blocks. Faults: those of reading.
Result<ClusterView> read_cluster(const storage::ReadTransaction& tx, std::chrono::milliseconds alive);

/// Fails if a node gives signs of life: a command that needs the catalog for itself would keep all from writing.
/// Precondition: as of `read_cluster`. Faults: busy.
Result<> check_no_node_lives(const storage::ReadTransaction& tx);

}  // namespace slipway::publishing
