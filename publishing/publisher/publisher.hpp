#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/worker_pool.hpp"
#include "publishing/access/access.hpp"
#include "publishing/content/promotion.hpp"
#include "publishing/garbage/garbage.hpp"
#include "publishing/model/ephemeral.hpp"
#include "publishing/model/model.hpp"
#include "publishing/model/purge.hpp"
#include "publishing/model/settings.hpp"
#include "publishing/planning/commands.hpp"
#include "publishing/rendering/publisher_counters.hpp"
#include "publishing/served/published_tree.hpp"
#include "publishing/served/snapshot.hpp"
#include "signing/signer.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/segments/segment_store.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

/// Makes the waiting changes into revisions and publications, one repository at a time, many repositories at once
/// (docs/publishing.md has the numbered life of a publication). Every method is thread-safe and returns at once;
/// `done` is called when the change is durable and served by every IO thread, or refused.
/// Faults common to all: not_found (repository, channel), busy "publication-failed" (signing), storage_full, io,
/// cancelled (stopping). A protected channel refuses uploads and removals: forbidden "channel-protected".
class Publisher {
public:
    struct Options {
        std::string public_url;  // for Snapshots in Release; "" when not set
        unsigned cpu_threads = 2;
        signing::KeyAlgorithm first_key = signing::KeyAlgorithm::rsa3072;  // of new repositories: EL7 and EL8 need RSA
        std::size_t ephemeral_channels = default_ephemeral_channels;       // at most, of a repository
        std::size_t extra_architectures = default_extra_architectures;     // at most, of a channel, undeclared
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
    };

    /// Loads everything from the catalog: the tree that was served before, signing nothing that is signed. Publishes
    /// again what a changed public_url requires (in the background).
    static Result<std::unique_ptr<Publisher>> open(Parts parts, Options options, Switch switch_to);
    /// Finishes publications under way; refuses what waits (cancelled). Blocks.
    ~Publisher();
    void stop();

    /// The newest tree. Not for IO threads' hot path (takes a lock).
    std::shared_ptr<const PublishedTree> current() const;

    /// Settings: see settings.hpp. What changes nothing makes no event. Faults besides: those of the terms; conflict
    /// "immutable", "not-empty" (a list no longer names what a channel has packages in).
    void put_repository(Actor actor, std::string name, RepositoryPut put, Done<PutResult> done);
    void put_distro(Actor actor, std::string repository, DistroPut put, Done<PutResult> done);
    void put_channel(Actor actor, std::string repository, ChannelPut put, Done<PutResult> done);
    /// Faults: conflict "not-empty", "pinned" unless forced; those of `expected`.
    void delete_repository(Actor actor, std::string name, Force force, Expectation expected, Done<std::monostate> done);
    /// What the distro had goes with it: out of every channel, of past revisions, and from its addresses.
    void delete_distro(Actor actor, std::string repository, std::string distro, Force force, Expectation expected,
                       Done<std::monostate> done);
    void delete_channel(Actor actor, std::string repository, std::string channel, Force force, Expectation expected,
                        Done<std::monostate> done);

    /// Ends the ephemeral channels whose time has come. To be called now and then.
    void expire_channels();

    /// All or nothing, one revision (shared with other uploads that wait). Refused with "package-exists" and the like:
    /// see UploadRefusal.
    void upload(Actor actor, std::string repository, std::string channel, std::vector<IngestedPackage> packages,
                Done<UploadAnswer> done);
    /// Out of the next revision, in all distros unless `distro` is given. The new revision's number.
    void remove(Actor actor, std::string repository, std::string channel, Sha256 package,
                std::optional<std::string> distro, std::string reason, Done<std::int64_t> done);
    /// A revision of its own, deb and rpm together. Refused where the outcome has conflicts: "package-exists". Further
    /// faults: conflict "unexpected-revision", "removals-forbidden"; forbidden "source-not-allowed"; not_found
    /// "unknown-package".
    void promote(Actor actor, std::string repository, Promotion promotion, Done<ContentOutcome> done);
    /// What `promote` would do now; faults as there, but for conflicts, which are told beside the difference. Holds up
    /// no publication. Blocks: disk pool only.
    Result<ContentOutcome> preview(const RepositoryState& repository, const Promotion& promotion) const;
    /// Likewise a revision of its own. Further faults: not_found "unknown-revision", gone "past-retention", conflict
    /// "unexpected-revision".
    void roll_back(Actor actor, std::string repository, Rollback rollback, Done<ContentOutcome> done);
    /// All of them or none, in a revision of its own. Faults: not_found "unknown-package" naming what the channel does
    /// not contain, "unknown-distro"; gone "purged"; conflict "unexpected-revision".
    void remove_together(Actor actor, std::string repository, Removal removal, Done<ContentOutcome> done);
    /// What that would do now; faults as there, and forbidden. Holds up no publication. Blocks: disk pool only.
    Result<ContentOutcome> preview(const RepositoryState& repository, const Removal& removal) const;
    /// Out of every channel, each in a revision of its own kind, and its bytes destroyed: all of the rpm that was made
    /// from the same uploaded bytes. Where told so, the versions they had taken are free again. A second time: what the
    /// first one did, and the versions. Faults: not_found (package).
    void purge(Actor actor, std::string repository, Sha256 package, std::string reason, ReleaseVersion release,
               Done<PurgeOutcome> done);
    void change_keys(Actor actor, std::string repository, KeyCommand command, Done<signing::Keyring> done);

    /// Runs `work` in a catalog transaction on the publisher's thread, for the server itself: events, times of use.
    void write(std::function<Result<>(storage::WriteTransaction&)> work, Done<std::monostate> done);
    /// Runs `work` likewise for somebody who is asked in that transaction whether he is still allowed to: tokens, pins.
    /// Faults: unauthenticated, forbidden.
    void write_for(Actor actor, Action action, std::function<Result<>(storage::WriteTransaction&)> work,
                   Done<std::monostate> done);

    /// The detached signature of an apt distro's current Release; made after the switch, so it may have to be waited
    /// for.
    void release_signature(std::string repository, std::string distro, std::string channel, Done<PublishedFile> done);

    /// A file that is not in the tree any more: an older generation by its digest. Blocks on the catalog: disk pool
    /// only.
    Result<std::optional<PublishedFile>> find_replaced(const RepositoryState& repository, RowId distro, RowId channel,
                                                       const Sha256& sha256) const;

    /// A past revision of a channel in one distro, where it was rendered before and is signed by today's keys; null
    /// where `render_snapshot` has to see to it. Blocks on the catalog: disk pool only. Faults: corrupt, io.
    Result<SharedSnapshot> find_snapshot(const storage::ReadTransaction& tx, const RepositoryState& repository,
                                         const SnapshotKey& key) const;
    /// Renders and signs it, once for all who ask meanwhile. Faults: busy "snapshot-busy" while two others are being
    /// prepared, "snapshot-failed"; not_found, gone when it was deleted meanwhile.
    void render_snapshot(std::string repository, SnapshotKey key, Done<SharedSnapshot> done);
    /// Memory that snapshots take.
    std::size_t snapshot_bytes() const;

    /// Removes the rows nothing needs, and stops serving their pool names; the bytes are the caller's to remove
    /// (collect_unreferenced_files). Publications go on meanwhile. Blocks for as long as it takes to read the catalog:
    /// for a thread of its own. Faults: busy (under way already), corrupt, storage_full, io, cancelled.
    Result<SweptRows> collect_garbage(std::chrono::seconds keep_index_files);

    /// Tries again to render a segment that is damaged (it does so by itself when it finds one, and after each commit).
    void mend(const storage::Extent& damaged);

    /// Counts since start, for /metrics.
    const PublisherCounters& counters() const;

private:
    struct State;
    class Collection;
    explicit Publisher(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace slipway::publishing
