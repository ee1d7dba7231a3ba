#pragma once

#include "base/bounded_log.hpp"
#include "base/worker_pool.hpp"
#include "publishing/content/node_cache.hpp"
#include "publishing/publisher/damaged_rows.hpp"
#include "publishing/publisher/damaged_segments.hpp"
#include "publishing/publisher/fence.hpp"
#include "publishing/publisher/following.hpp"
#include "publishing/publisher/publication_steps.hpp"
#include "publishing/publisher/publications.hpp"
#include "publishing/publisher/publications_under_way.hpp"
#include "publishing/publisher/publisher.hpp"
#include "publishing/publisher/purged_blobs.hpp"
#include "publishing/publisher/release_signatures.hpp"
#include "publishing/publisher/repository_slot.hpp"
#include "publishing/publisher/reserved_ids.hpp"
#include "publishing/publisher/signing_anew.hpp"
#include "publishing/publisher/snapshot_requests.hpp"
#include "publishing/publisher/turn_queue.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace slipway::publishing {

/// The parts of a publisher, and what they share. Each part's header says which of its functions are for the
/// publisher's thread; only that thread touches what they share.
struct PublisherState {
    PublisherState(Publisher::Parts given_parts, Publisher::Options given_options, Publisher::Switch given_switch);

    /// Loads everything from the catalog.
    Result<> load();
    /// Begins the work that a start finds to do.
    void begin_work();
    /// Begins to take over what other nodes publish; nothing without a cluster.
    void follow_others();
    Result<> load_generations(const storage::ReadTransaction& tx);
    void stop();
    /// Serves what the catalog has and gives the waiting changes their turn, after an exception ended a turn.
    void recover();
    /// Hands the tree of what is published now to every reader; `done` is called when all use it.
    void switch_tree(std::function<void()> done);

    const Publisher::Parts parts;
    const Publisher::Options options;
    const Publisher::Switch switch_to;
    const JobGuard guard;
    BoundedLog failures{parts.log};  // of what requests of strangers begin
    PublisherCounters counters;
    NodeCache nodes;
    SegmentWriter segments;
    GcGuard gc_guard;
    ReservedIds ids;
    Fence fence;
    std::atomic<bool> stopping{false};  // true: nothing new is begun
    WorkerPool cpu;
    WorkerPool quiet;                 // for work that is done only while nothing is published
    WorkerPool publishing_threads;    // one thread for each publication, which may wait
    WorkerPool snapshot_threads;      // one thread for each snapshot, likewise
    WorkerPool signing_anew_threads;  // one thread for each revoked key, likewise
    TurnQueue turns;

    // Of the publisher's thread:
    std::map<std::string, RepositorySlot> slots;
    PublicationsUnderWay under_way;
    bool collecting = false;

    std::mutex tree_mutex;  // guards `tree`
    std::shared_ptr<const PublishedTree> tree;

    const PublicationSteps steps;
    Publications publications;
    Following following;
    ReleaseSignatures release_signatures;
    SigningAnew signing_anew;
    PurgedBlobs purged_blobs;
    DamagedSegments damaged_segments;
    DamagedRows damaged_rows;
    SnapshotRequests snapshots;
};

}  // namespace slipway::publishing
