#pragma once

#include "base/log.hpp"
#include "publishing/cluster/cluster_counters.hpp"
#include "publishing/cluster/cluster_settings.hpp"
#include "publishing/cluster/currency.hpp"
#include "publishing/cluster/serving.hpp"
#include "storage/catalog/catalog.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace slipway::publishing {

/// This process as one of the nodes over one database: it gives signs of life, holds leases of repositories, reads the
/// feed of publications and says what it serves (docs/decisions/0068-nodes-publish-themselves-under-a-fence.md). The
/// database is asked over connections of its own, with threads of its own. Thread-safe.
class Cluster {
public:
    struct Parts {
        std::string database_url;
        const Log& log;
    };
    /// Makes this node known, not yet as ready. `parts` outlive it. Blocks. Faults: invalid_input (the URL), busy, io.
    static Result<std::unique_ptr<Cluster>> join(const Parts& parts, ClusterSettings settings);
    /// Leaves: others do not wait for this node any more. Blocks.
    ~Cluster();
    Cluster(const Cluster&) = delete;
    Cluster& operator=(const Cluster&) = delete;

    const std::string& node() const;
    const ClusterSettings& settings() const;
    const ClusterCounters& counters() const;

    /// Begins to read the feed of publications, from the first on. `follow` is called on a thread of the cluster with
    /// what is not served here, and returns what is now, perhaps of newer generations; it is called again for the rest.
    /// To be called once.
    using Follow = std::function<std::vector<Announcement>(const std::vector<Announcement>&)>;
    void follow(Follow follow);
    /// Ends the calls of `follow`, and all waiting for other nodes. Blocks.
    void stop_following();
    /// Says whether this node may be sent clients: from now on answers wait for it, or do so no more.
    void say_ready(bool ready);

    /// Returns whether this node knows that it is current. For /readyz: never blocks.
    Currency currency() const;

    /// Waits until the repository is no other node's, and makes it this one's for the time of a lease, which is renewed
    /// until `give_back`. That is to save work: what is published without it is safe as well. So if the database cannot
    /// be asked, or the other one holds it for too long, it returns all the same. Blocks.
    void take_lease(storage::RowId repository);
    /// Lets the one who waits for the repository have it, or whoever comes. Blocks.
    void give_back(storage::RowId repository);
    /// The same where the database knows already (storage::give_lease_back).
    void let_go(storage::RowId repository);
    /// For so long it is kept for the one who waits.
    static constexpr std::chrono::milliseconds lease_of_the_next{1'000};
    /// Returns whether this node does the housekeeping of all: the one that took it first, as long as it lives.
    bool is_collector() const;
    /// Returns a number for a pack that no node has used, greater than `behind`. Blocks. Faults: busy, io.
    Result<std::uint32_t> next_pack(std::uint32_t behind);

    /// Says that this node serves a generation, and waits until all other ready nodes do, as long as settings say.
    /// Blocks.
    Serving wait_until_served(storage::RowId repository, std::int64_t generation);

private:
    struct State;
    explicit Cluster(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace slipway::publishing
