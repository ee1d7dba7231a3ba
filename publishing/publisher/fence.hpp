#pragma once

#include "publishing/cluster/cluster.hpp"
#include "publishing/publisher/publication.hpp"
#include "storage/catalog/catalog.hpp"

#include <atomic>
#include <cstdint>
#include <functional>

namespace slipway::publishing {

/// Keeps a node from storing what it has decided on a state that another node has changed since: a publication raises
/// the generation of its repository, and nothing is stored where that is no longer the one it was planned on
/// (docs/decisions/0068-nodes-publish-themselves-under-a-fence.md). Without a cluster it does nothing and asks nothing.
/// Thread-safe.
class Fence {
public:
    /// `cluster`: null where there is none. Both outlive it.
    Fence(storage::Catalog& catalog, Cluster* cluster) : catalog_(catalog), cluster_(cluster) {}

    bool is_needed() const { return cluster_ != nullptr; }

    /// Waits for the turn of this node in the repository. If another node has published in it since it was loaded, the
    /// publication is stale, and fails. Blocks. Faults: busy.
    Result<> approach(Publication& publication) const;
    /// The first of a publication's transaction. With the commit the turn ends. Faults: busy (the publication is
    /// stale).
    Result<> pass(storage::WriteTransaction& tx, Publication& publication) const;
    /// After that commit.
    void passed(Publication& publication) const;
    /// Ends the turn of a publication that has stored nothing. Blocks.
    void turn_back(const Publication& publication) const;
    /// Waits for the nodes that are to serve it, and says in its plan who does. Blocks.
    void wait_until_served(Publication& publication) const;

    /// Fails if another node has published in the repository since this generation. Faults: busy.
    Result<> check_generation(const storage::ReadTransaction& tx, RowId repository, std::int64_t generation) const;

    /// Runs `work` in a transaction, as a step of a collection of garbage: what other nodes have planned before it is
    /// planned again. Blocks.
    Result<> sweep(const std::function<Result<>(storage::WriteTransaction&)>& work);

    /// What other nodes have published up to `tx`; for `sweep_garbage`.
    Result<std::int64_t> published_by_others(const storage::ReadTransaction& tx) const;
    /// The same for what was found to be garbage in a transaction that knew no more than `published` of other nodes.
    /// Where one has published since, it may need it again: then nothing is deleted, and false returned.
    Result<bool> sweep_garbage(std::int64_t published, const std::function<Result<>(storage::WriteTransaction&)>& work);

private:
    Result<std::int64_t> sweeps_of_others(const storage::ReadTransaction& tx) const;

    storage::Catalog& catalog_;
    Cluster* const cluster_;
    std::atomic<std::int64_t> own_sweeps_{0};
};

}  // namespace slipway::publishing
