#pragma once

#include "base/worker_pool.hpp"
#include "publishing/content/node_cache.hpp"
#include "publishing/publisher/damaged_rows.hpp"
#include "publishing/publisher/damaged_segments.hpp"
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

/// What a publisher is made of: what its parts share, and the parts. Each part's header says which of its functions
/// are for the publisher's thread, where all that they share is touched.
struct PublisherState {
    PublisherState(Publisher::Parts given_parts, Publisher::Options given_options, Publisher::Switch given_switch);

    /// Everything as the catalog has it.
    Result<> load();
    /// What a start finds to do.
    void begin_work();
    void stop();
    /// After an exception ended a turn: what the catalog has is served, and what waits gets its turn.
    void recover();
    /// Hands the tree of what is published now to every reader; `done` is called when all use it.
    void switch_tree(std::function<void()> done);

    const Publisher::Parts parts;
    const Publisher::Options options;
    const Publisher::Switch switch_to;
    const JobGuard guard;
    PublisherCounters counters;
    NodeCache nodes;
    SegmentWriter segments;
    Condemned condemned;
    ReservedIds ids;
    std::atomic<bool> stopping{false};  // nothing new is begun
    WorkerPool cpu;
    WorkerPool quiet;                 // for what is worth doing while nothing is published
    WorkerPool publishing_threads;    // one for each publication, which may wait
    WorkerPool snapshot_threads;      // likewise
    WorkerPool signing_anew_threads;  // likewise, for each revoked key
    TurnQueue turns;

    // Of the publisher's thread:
    std::map<std::string, RepositorySlot> slots;
    PublicationsUnderWay under_way;
    bool collecting = false;

    std::mutex tree_mutex;  // guards `tree`
    std::shared_ptr<const PublishedTree> tree;

    const PublicationSteps steps;
    Publications publications;
    ReleaseSignatures release_signatures;
    SigningAnew signing_anew;
    PurgedBlobs purged_blobs;
    DamagedSegments damaged_segments;
    DamagedRows damaged_rows;
    SnapshotRequests snapshots;
};

}  // namespace slipway::publishing
