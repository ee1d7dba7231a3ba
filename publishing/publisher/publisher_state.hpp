#pragma once

#include "base/guarded_thread.hpp"
#include "base/worker_pool.hpp"
#include "publishing/content/node_cache.hpp"
#include "publishing/garbage/garbage.hpp"
#include "publishing/planning/resigning.hpp"
#include "publishing/publisher/publication.hpp"
#include "publishing/publisher/publisher.hpp"
#include "publishing/publisher/repository_slot.hpp"
#include "publishing/publisher/snapshot_rendering.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace slipway::publishing {

/// A damaged segment and what became of it.
struct RenderedAgain {
    storage::SegmentRow before;
    std::optional<storage::Extent> now;  // where the same bytes stand, synced; nothing: they could not be made
    std::string why;                     // they could not
    bool other_bytes = false;            // the packages are there, and give other bytes today
    bool needed = true;                  // else only replaced indexes had it, which were forgotten
};

/// The publisher's thread and what only it touches. Other threads come in through `post`.
struct Publisher::State {
    State(Parts parts, Options options, Switch switch_to);

    // publisher.cpp
    Result<> load();
    /// Runs `job` on the publisher's thread, in order of arrival; false when it has stopped.
    bool post(std::function<void()> job);
    void work();
    void stop();
    /// While what it returns lives, something is under way whose outcome will still be posted: the thread stops later.
    [[nodiscard]] std::shared_ptr<void> hold();
    /// After an exception ended a job: what the catalog has is served, and what waits gets its turn.
    void recover();

    // publishing_loop.cpp: on the publisher's thread
    void submit(const std::string& repository, SharedChange change);
    void prepare_key(const std::string& repository, const SharedChange& change, const KeyRequest& wanted);
    void prepare_repository(const std::string& repository, const SharedChange& change, const KeyRequest& wanted);
    void request_key(const std::string& repository, const KeyRequest& wanted, const Done<signing::PublicKey>& ready);
    Result<std::optional<KeyRequest>> wanted_key(const Change& change, const RepositoryState& repository) const;
    void give_up(const std::string& repository);
    void plan_again(Publication& publication);
    void enqueue(const std::string& repository, SharedChange change);
    void pump(const std::string& repository);
    void publish(const std::string& repository, std::vector<SharedChange> changes);
    void conclude(std::shared_ptr<Publication> publication, Result<> result);
    Result<> commit(Publication& publication);
    Result<> commit_end(Publication& publication);
    void fail(const Publication& publication, const Error& error);
    void switch_tree(std::function<void()> done);
    void after_commit(const Publication& publication);

    // signing_anew.cpp
    void resign_all(const std::string& repository);
    void resign(const std::string& repository, const std::string& revoked, const Actor& actor);
    Result<> keep_signed_anew(const storage::PackageRow& row);

    // hashing_ahead.cpp
    void hash_ahead(const Publication& publication);

    // keeping.cpp
    void prune(const std::string& repository, const std::string& channel);
    static void remember_kept(RepositorySlot& slot, Plan& plan);

    // deletions.cpp
    void end_repository(const std::string& repository);

    // expiry.cpp
    void expire_channels();

    // collecting.cpp
    void when_earlier_ended(std::function<void()> then);
    void note_ended_publications();

    // purging.cpp
    PurgedBytes destroy_bytes(const Sha256& blob);
    void destroy_left_bytes();

    // damage.cpp
    void note_damage(const storage::Extent& extent);
    void start_rendering_again();
    void begin_rendering_again();
    void render_again(std::vector<storage::Extent> extents);
    void settle_unnamed(const std::vector<storage::Extent>& extents, const std::vector<RenderedAgain>& rendered);
    Result<std::optional<storage::Extent>> find_elsewhere(const storage::Extent& extent) const;
    Result<> end_rendering_again(const std::vector<storage::Extent>& extents, std::vector<RenderedAgain> rendered);
    void put_off_rendering_again(const std::vector<storage::Extent>& extents, const Error& error);
    Result<> store_rendered_again(std::vector<RenderedAgain>& rendered);
    void forget_replaced(const std::vector<storage::SegmentRow>& unmakeable);
    Result<> render_lost_again();
    void tell(const RenderedAgain& made);
    void refresh_trees();
    void publish_lost_again(const std::vector<RenderedAgain>& rendered);
    void report_unreadable() const;
    void sign_damaged_again();
    /// Index files by repository and channel.
    using ToPublish = std::map<std::string, std::set<std::pair<std::string, IndexKey>>>;
    void publish_again(const ToPublish& indexes, const std::function<void()>& then);

    // snapshots.cpp
    void begin_snapshot(const std::string& repository, const SnapshotKey& key, Done<SharedSnapshot> done);
    void end_snapshot(const std::string& repository, const SnapshotKey& key, std::uint64_t serial,
                      Result<RenderedSnapshot> rendered);
    Result<> store_snapshot(const std::string& repository, const RenderedSnapshot& rendered);

    // release_signatures.cpp
    void sign_release(const std::string& repository, const std::string& channel, RowId distro);
    void keep_release_signature(const std::string& repository, const std::string& channel,
                                const storage::EntryPointRow& of, Result<std::string> signature);
    using IsOfGone = std::function<bool(const std::pair<std::string, RowId>&)>;  // channel and distro
    static void forget_release_signatures(RepositorySlot& slot, const IsOfGone& is_gone);
    void wait_for_signature(const std::string& repository, const std::string& distro, const std::string& channel,
                            Done<PublishedFile> done);

    Parts parts;
    Options options;
    Switch switch_to;
    const JobGuard guard;
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
    std::vector<storage::Extent> damaged;  // segments that wait to be rendered again
    bool rendering_again = false;
    std::vector<RenderedAgain> lost;  // what this start found

    unsigned resignings = 0;  // whose packages are in the catalog, and not yet in any revision

    std::mutex tree_mutex;  // guards `tree`
    std::shared_ptr<const PublishedTree> tree;

    std::mutex queue_mutex;  // guards the five below
    std::condition_variable wake;
    unsigned under_way = 0;  // living results of `hold`
    std::deque<std::function<void()>> queue;
    std::atomic<bool> stopping{false};  // written under the lock, read anywhere
    bool stopped = false;
    GuardedThread thread;
};

}  // namespace slipway::publishing
