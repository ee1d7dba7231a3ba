#pragma once

#include "publishing/content/keep_policy.hpp"
#include "publishing/planning/change.hpp"
#include "publishing/rendering/entry_points.hpp"
#include "publishing/served/pool_names.hpp"
#include "publishing/served/published_tree.hpp"
#include "storage/catalog/purges.hpp"

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace slipway::publishing {

/// One repository as the publisher's thread sees it: what is committed, what waits, whether a publication is under way.
struct RepositorySlot {
    std::shared_ptr<const RepositoryState> state;  // null until the repository exists
    std::map<std::string, ChannelPublication> served;
    std::map<RowId, std::shared_ptr<PoolNames>> pools;  // by distro
    std::shared_ptr<const PublishedRepository> published;

    /// Read by the publication under way, changed between publications.
    std::shared_ptr<KeptContents> kept = std::make_shared<KeptContents>();

    std::deque<SharedChange> waiting;
    bool busy = false;
    /// Who waits for a Release.gpg, by (channel, distro).
    std::map<std::pair<std::string, RowId>, std::vector<Done<PublishedFile>>> signature_waiters;
    std::map<std::pair<std::string, RowId>, unsigned> signatures_under_way;
};

/// The repository as it is served. Reuses the previous files of (distro, channel) pairs that did not change:
/// `changed_channels` names those that did; null means all. Faults: see build_files.
Result<std::shared_ptr<const PublishedRepository>> build_repository(const RepositorySlot& slot,
                                                                    const std::set<std::string>* changed_channels,
                                                                    const storage::SegmentStore& segments, Seconds now);

/// The pool names that a publication adds, served from before its commit on, so that nothing can fail after it; taken
/// back at the end unless they are kept. The bytes are durable, and were accepted.
class NewPoolNames {
public:
    using Pools = std::map<RowId, std::shared_ptr<PoolNames>>;
    NewPoolNames(const Pools& pools, const std::vector<storage::PoolName>& names);
    NewPoolNames(const NewPoolNames&) = delete;
    NewPoolNames& operator=(const NewPoolNames&) = delete;
    ~NewPoolNames();
    void keep() { added_.clear(); }

private:
    /// Delegated to, so that the destructor also ends a constructor that failed.
    explicit NewPoolNames(const Pools& pools) : pools_(pools) {}

    const Pools& pools_;
    std::vector<const storage::PoolName*> added_;
};

/// A purged package's name in every distro of its format: an address that says so.
void purge_name(const RepositoryState& repository, const std::map<RowId, std::shared_ptr<PoolNames>>& pools,
                const storage::PurgeRow& purge);

/// The changes to carry out together next, taken from the front of the queue: those that may share the next revision of
/// one channel, up to the first change that is published alone; or one such change.
std::vector<SharedChange> take_group(std::deque<SharedChange>& waiting);

/// Puts a change behind those that wait, unless one of them does what it would do.
void enqueue(std::deque<SharedChange>& waiting, SharedChange change);

}  // namespace slipway::publishing
