#pragma once

#include "publishing/content/past_revisions.hpp"
#include "publishing/rendering/index_rendering.hpp"
#include "publishing/served/snapshot.hpp"
#include "storage/catalog/purges.hpp"

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace slipway::publishing {

/// The work for a snapshot. One that was rendered before is only signed again, or needs nothing.
enum class SnapshotWork : unsigned char { all, signatures, nothing };

/// A snapshot with everything that has to be stored before it is served.
struct RenderedSnapshot {
    storage::SnapshotRow row;
    std::vector<storage::SegmentRow> new_segments;  // synced
    std::shared_ptr<const PendingNodes> nodes;      // of lists from which purged packages were removed
    SharedSnapshot snapshot;
    SnapshotWork work = SnapshotWork::nothing;  // the work that was done
};

/// Renders and signs one revision of a channel in one distro, behind publications: on a lane of its own of the cpu pool
/// and in the signing workers' second queue. What was rendered before keeps its content, to the byte, and is only
/// signed again; purged packages are left out. One thread, which waits.
class SnapshotRendering {
public:
    struct Parts {
        IndexRendering::Parts rendering;
        signing::Signer& signers;
        const index::NodeReader& nodes;
    };
    struct Request {
        SnapshotKey key;
        std::shared_ptr<const RepositoryState> repository;
        ServedIndexes served;  // of the channel now; most blocks are known from there
        Seconds now{};
    };
    SnapshotRendering(Parts parts, Request request) : parts_(parts), request_(std::move(request)) {}

    /// Blocks. To be called once. Faults: not_found (channel or distro), "unknown-revision"; gone "past-retention";
    /// those of rendering and signing.
    Result<RenderedSnapshot> run();

private:
    Result<SnapshotWork> prepare();
    Result<bool> take_over(const storage::ReadTransaction& tx, storage::SnapshotRow stored);
    Result<bool> lists_purged(const storage::SnapshotRow& stored) const;
    using Leaving = std::map<IndexKey, std::vector<index::EntryKey>>;
    Result<std::vector<index::EntryKey>> purged_in(const index::Root& package_list) const;
    Result<Leaving> find_leaving(const ContentLists& lists) const;
    Result<> plan(const storage::RevisionRow& revision);
    Result<ListState> without(std::vector<index::EntryKey> keys, const IndexKey& index, ListState list,
                              PendingNodes& made) const;
    Result<> render_and_sign();
    void write(RenderedIndexes rendered);
    Result<> sign();

    const Parts parts_;
    const Request request_;
    const ChannelState* channel_ = nullptr;
    const storage::DistroRow* distro_ = nullptr;
    std::vector<storage::PurgeRow> purges_;  // of this format
    Seconds date_{};
    ServedIndexes indexes_;
    std::vector<IndexToRender> to_render_;
    RenderedSnapshot made_;
};

}  // namespace slipway::publishing
