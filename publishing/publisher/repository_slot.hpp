#pragma once

#include "publishing/content/keep_policy.hpp"
#include "publishing/planning/change.hpp"
#include "publishing/planning/plan.hpp"
#include "publishing/rendering/entry_points.hpp"
#include "publishing/served/pool_names.hpp"
#include "publishing/served/published_tree.hpp"
#include "storage/catalog/purges.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace slipway::publishing {

/// One repository as the publisher's thread sees it: what is committed, which changes wait, and whether a publication
/// is under way.
struct RepositorySlot {
    std::shared_ptr<const RepositoryState> state;  // null until the repository exists
    std::map<std::string, ChannelPublication> served;
    std::map<RowId, std::shared_ptr<PoolNames>> pools;  // by distro
    std::shared_ptr<const PublishedRepository> published;

    // Of a cluster: what the catalog had when it was loaded, or when this node published last.
    std::int64_t generation = 0;
    RowId newest_package = 0;

    /// The publication under way reads it; it changes between publications.
    std::shared_ptr<KeptContents> kept = std::make_shared<KeptContents>();

    std::deque<SharedChange> waiting;
    bool busy = false;
    /// The requests that wait for a Release.gpg, by (channel, distro).
    std::map<std::pair<std::string, RowId>, std::vector<Done<PublishedFile>>> signature_waiters;
    std::map<std::pair<std::string, RowId>, unsigned> signatures_under_way;
};

/// Builds the repository as it is served. Reuses the previous files of (distro, channel) pairs that did not change.
/// `changed_channels` names the channels that did; null means all. Faults: those of build_files.
Result<std::shared_ptr<const PublishedRepository>> build_repository(const RepositorySlot& slot,
                                                                    const std::set<std::string>* changed_channels,
                                                                    const storage::SegmentStore& segments, Seconds now);

/// Adds the pool names of a publication before its commit, so that nothing can fail after it. The destructor removes
/// them again unless `keep` was called. The bytes are durable, and were accepted.
class NewPoolNames {
public:
    using Pools = std::map<RowId, std::shared_ptr<PoolNames>>;
    NewPoolNames(const Pools& pools, const std::vector<storage::PoolName>& names);
    NewPoolNames(const NewPoolNames&) = delete;
    NewPoolNames& operator=(const NewPoolNames&) = delete;
    ~NewPoolNames();
    void keep() { added_.clear(); }

private:
    /// The public constructor delegates to this one, so that the destructor also runs if it fails.
    explicit NewPoolNames(const Pools& pools) : pools_(pools) {}

    const Pools& pools_;
    std::vector<const storage::PoolName*> added_;
};

/// A repository that is to be made.
std::shared_ptr<const RepositoryState> empty_state(const std::string& name);

/// The next application of a policy begins from what the plan has left, also where nothing had to go.
void remember_kept(RepositorySlot& slot, Plan& plan);

/// Lets the address of a purged package say that it was purged, in every distro of its format.
void purge_name(const RepositoryState& repository, const std::map<RowId, std::shared_ptr<PoolNames>>& pools,
                const storage::PurgeRow& purge);

/// Takes the changes to carry out together next from the front of the queue: those that may share the next revision of
/// one channel, up to the first change that is published alone; or one such change.
std::vector<SharedChange> take_group(std::deque<SharedChange>& waiting);

/// Puts a change behind those that wait, unless one of them will do the same.
void enqueue(std::deque<SharedChange>& waiting, SharedChange change);

}  // namespace slipway::publishing
