#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/worker_pool.hpp"
#include "publishing/access/access.hpp"
#include "publishing/cluster/cluster.hpp"
#include "publishing/content/promotion.hpp"
#include "publishing/garbage/garbage.hpp"
#include "publishing/model/ephemeral.hpp"
#include "publishing/model/model.hpp"
#include "publishing/planning/change.hpp"
#include "publishing/planning/planning.hpp"
#include "publishing/rendering/publisher_counters.hpp"
#include "publishing/served/published_tree.hpp"
#include "publishing/served/snapshot.hpp"
#include "signing/signer.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/segments/segment_store.hpp"

#include <atomic>
#include <concepts>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace slipway::publishing {

struct PublisherState;

/// Makes revisions and publications of the waiting changes. A repository has one publication at a time; many
/// repositories have theirs at once. docs/publishing.md numbers the steps. Every method is thread-safe and returns at
/// once. Faults common to all: busy "publication-failed" (signing), storage_full, io, cancelled (stopping).
class Publisher {
public:
    struct Options {
        std::string public_url;  // for Snapshots in Release; "" when not set
        unsigned cpu_threads = 2;
        signing::KeyAlgorithm first_key = signing::KeyAlgorithm::rsa3072;  // of new repositories: EL7 and EL8 need RSA
        std::size_t ephemeral_channels = default_ephemeral_channels;       // limit of a repository
        std::size_t extra_architectures = default_extra_architectures;     // limit of a channel, of undeclared ones

        PlanLimits limits() const;
    };
    /// Hands a new tree to every reader and calls back when all use it.
    using Switch = std::function<void(std::shared_ptr<const PublishedTree>, std::function<void()> done)>;

    struct Parts {
        storage::Catalog& catalog;
        storage::SegmentStore& segments;
        storage::BlobStore& blobs;
        signing::Signer& signers;
        const Clock& clock;
        const Log& log;
        ClaimedBlobs& claims;
        Cluster* cluster = nullptr;  // null: no other node publishes
    };

    /// Loads everything from the catalog: the tree that was served before. Signs nothing that is signed already.
    /// Publishes in the background what a changed public_url requires.
    static Result<std::unique_ptr<Publisher>> open(Parts parts, Options options, Switch switch_to);
    /// Finishes publications under way; refuses what waits (cancelled). Blocks.
    ~Publisher();
    void stop();

    /// The newest tree. Not for IO threads' hot path (takes a lock).
    std::shared_ptr<const PublishedTree> current() const;

    /// Puts the change into the queue of its repository. It is answered when it is durable and served by every IO
    /// thread, or when it is refused. Faults: its own; not_found "unknown-repository".
    void carry_out(std::string repository, SharedChange change);
    /// The same for a new change of kind `Kind`, made from the other arguments.
    template <std::derived_from<Change> Kind, class... Of>
    void carry_out(std::string repository, Of&&... of) {
        carry_out(std::move(repository), std::make_shared<Kind>(std::forward<Of>(of)...));
    }

    /// Returns what a change would do by its rule, to the state that `tx` sees. Holds up no publication. Faults: those
    /// of the rule. Blocks: disk pool only.
    using Rule = std::function<Result<ContentOutcome>(Planning&)>;
    Result<ContentOutcome> preview(storage::ReadTransaction tx, const index::NodeReader& nodes,
                                   const RepositoryState& repository, const Rule& rule) const;

    /// Deletes the ephemeral channels whose lifetime is over, where that is this node's to do. To be called regularly.
    void expire_channels();
    /// Returns whether this node does the housekeeping, which one node of a cluster does for all.
    bool keeps_house() const;

    /// Runs `work` in a catalog transaction on the publisher's thread, for the server itself: events, times of use.
    void write(std::function<Result<>(storage::WriteTransaction&)> work, Done<std::monostate> done);
    /// Runs `work` in the same way for an actor, after checking the actor's right in that transaction: tokens, pins.
    /// Faults: unauthenticated, forbidden.
    void write_for(Actor actor, Action action, std::function<Result<>(storage::WriteTransaction&)> work,
                   Done<std::monostate> done);

    /// Answers with the detached signature of an apt distro's current Release. The signature is made after the switch,
    /// so the answer may have to wait for it.
    void release_signature(std::string repository, std::string distro, std::string channel, Done<PublishedFile> done);

    /// Finds a file that is not in the tree any more: an older generation, by its digest. Blocks on the catalog: disk
    /// pool only.
    Result<std::optional<PublishedFile>> find_replaced(const storage::ReadTransaction& tx,
                                                       const RepositoryState& repository, RowId distro, RowId channel,
                                                       const Sha256& sha256) const;

    /// Finds a past revision of a channel in one distro, if it was rendered before and is signed by today's keys.
    /// Returns null if `render_snapshot` has to prepare it. Blocks on the catalog: disk pool only. Faults: corrupt, io.
    Result<SharedSnapshot> find_snapshot(const storage::ReadTransaction& tx, const RepositoryState& repository,
                                         const SnapshotKey& key) const;
    /// Renders and signs a snapshot, once for all requests that come meanwhile, and for each `client` one after
    /// another. Faults: busy "snapshot-busy" while this client, or all clients together, wait for too many others,
    /// "snapshot-failed"; not_found, gone if the revision was deleted meanwhile.
    void render_snapshot(std::int64_t client, std::string repository, SnapshotKey key, Done<SharedSnapshot> done);
    /// Returns the memory that snapshots take.
    std::size_t snapshot_bytes() const;
    /// As BoundedLog's.
    void write_log_counts();

    /// Removes the rows that nothing needs, and stops serving their pool names. The caller removes the bytes
    /// (collect_unreferenced_files). If the packages among them have more bytes than `limit` allows (nothing: any
    /// number), no package and nothing of an index is removed. Publications go on meanwhile. Blocks for as long as it
    /// takes to read the catalog, so it is for a thread of its own. Faults: busy (under way already), corrupt,
    /// storage_full, io, cancelled.
    Result<SweptRows> collect_garbage(std::chrono::seconds keep_index_files,
                                      const std::optional<storage::CollectionLimit>& limit);

    /// Tries again to render a damaged segment. The publisher does so by itself when it finds one, and after each
    /// commit.
    void mend(const storage::Extent& damaged);

    /// Returns the counts since the start, for /metrics.
    const PublisherCounters& counters() const;

private:
    explicit Publisher(std::unique_ptr<PublisherState> state);
    std::unique_ptr<PublisherState> state_;
};

}  // namespace slipway::publishing
