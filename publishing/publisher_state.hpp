#pragma once

#include "base/worker_pool.hpp"
#include "publishing/garbage.hpp"
#include "publishing/node_cache.hpp"
#include "publishing/publication.hpp"
#include "publishing/publisher.hpp"
#include "publishing/repository_slot.hpp"
#include "publishing/resigning.hpp"
#include "publishing/snapshot_rendering.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace slipway::publishing {

/// The publisher's thread and what only it touches. Other threads come in through `post`.
struct Publisher::State {
    State(Parts parts, Options options, Switch switch_to);

    // publisher.cpp
    /// Runs `job` on the publisher's thread, in order of arrival; false when it has stopped.
    bool post(std::function<void()> job);
    void work();
    void stop();

    // publishing_loop.cpp: on the publisher's thread
    void submit(const std::string& repository, Change change);
    void prepare_key(const std::string& repository, KeyChange change, Actor actor);
    void prepare_repository(const std::string& repository, PutRepositoryChange change, Actor actor);
    void enqueue(const std::string& repository, Change change);
    void pump(const std::string& repository);
    void publish(const std::string& repository, std::vector<Change> changes);
    void conclude(std::shared_ptr<Publication> publication, Result<> result);
    Result<> commit(Publication& publication);
    void fail(const Publication& publication, const Error& error);
    void switch_tree(std::function<void()> done);
    void after_commit(const Publication& publication);
    void resign_all(const std::string& repository);
    void resign(const std::string& repository, const std::string& revoked, const Actor& actor);
    Result<> keep_signed_anew(const storage::PackageRow& row);

    // hashing_ahead.cpp
    void hash_ahead(const Publication& publication);

    // keeping.cpp
    void expire(const std::string& repository, const std::string& channel);
    static void remember_kept(RepositorySlot& slot, Plan& plan);

    // deletions.cpp
    void delete_channel(const std::string& repository, const Actor& actor, const DeleteChannelChange& change);
    void delete_repository(const std::string& repository, const Actor& actor, const DeleteRepositoryChange& change);
    using AlsoWrite = std::function<Result<>(storage::WriteTransaction&)>;
    Result<> drop_channel(RepositorySlot& slot, std::shared_ptr<RepositoryState> state, const std::string& channel,
                          const Actor& actor, const char* action, const AlsoWrite& also);

    // expiry.cpp
    void expire_channels();
    void expire_channel(const std::string& repository, const Actor& actor, const std::string& channel);

    // collecting.cpp
    void when_earlier_ended(std::function<void()> then);
    void note_ended_publications();

    // purging.cpp
    PurgedBytes destroy_bytes(const Sha256& blob);
    void destroy_left_bytes();
    void finish_purge(Publication& publication);

    // snapshots.cpp
    void begin_snapshot(const std::string& repository, const SnapshotKey& key, Done<SharedSnapshot> done);
    void end_snapshot(const std::string& repository, const SnapshotKey& key, std::uint64_t serial,
                      Result<RenderedSnapshot> rendered);
    Result<> store_snapshot(const std::string& repository, const RenderedSnapshot& rendered);

    // release_signatures.cpp
    void sign_release(const std::string& repository, const std::string& channel, RowId distro);
    void keep_release_signature(const std::string& repository, const std::string& channel,
                                const storage::EntryPointRow& of, Result<std::string> signature);
    static void forget_release_signatures(RepositorySlot& slot, const std::string& channel);
    void wait_for_signature(const std::string& repository, const std::string& distro, const std::string& channel,
                            Done<PublishedFile> done);

    Parts parts;
    Options options;
    Switch switch_to;
    PublisherCounters counters;
    NodeCache nodes;
    SegmentWriter segments;
    Condemned condemned;
    std::atomic<RowId> next_id{1};
    WorkerPool cpu;
    WorkerPool quiet;  // for what is worth doing while nothing is published
    PublicationStages stages;
    SnapshotCache snapshots;

    std::map<std::string, RepositorySlot> slots;
    std::atomic<std::uint64_t> next_serial{1};  // of publications; read by any thread
    std::set<std::uint64_t> publishing_now;     // those under way, until they are committed or have failed
    std::vector<std::pair<std::uint64_t, std::function<void()>>> waiting_for_earlier;
    std::map<SnapshotKey, std::vector<Done<SharedSnapshot>>> snapshot_waiters;  // of those being prepared
    bool collecting = false;
    unsigned under_way = 0;  // publications, key generations and switches whose outcome will still be posted

    unsigned resignings = 0;  // whose packages are in the catalog, and not yet in any revision

    std::mutex tree_mutex;  // guards `tree`
    std::shared_ptr<const PublishedTree> tree;

    std::mutex queue_mutex;  // guards the three below
    std::condition_variable wake;
    std::deque<std::function<void()>> queue;
    std::atomic<bool> stopping{false};  // written under the lock, read anywhere
    bool stopped = false;
    std::thread thread;
};

}  // namespace slipway::publishing
