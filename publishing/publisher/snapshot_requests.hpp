#pragma once

#include "publishing/publisher/snapshot_rendering.hpp"
#include "publishing/served/snapshot.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace slipway::publishing {

struct PublisherState;

/// Snapshots are prepared by as many threads; more are refused.
inline constexpr unsigned snapshots_at_once = 2;

/// Snapshots as they are asked for: from memory, from the catalog, or prepared once for all who wait.
class SnapshotRequests {
public:
    SnapshotRequests(PublisherState& of, std::size_t cache_bytes) : of_(of), cache_(cache_bytes) {}

    /// As Publisher::find_snapshot. Of any thread.
    Result<SharedSnapshot> find(const storage::ReadTransaction& tx, const RepositoryState& repository,
                                const SnapshotKey& key);
    /// As Publisher::render_snapshot. For the publisher's thread.
    void begin(const std::string& repository, const SnapshotKey& key, Done<SharedSnapshot> done);
    /// What is in memory is made anew. Of any thread, like `bytes`.
    void clear() { cache_.clear(); }
    std::size_t bytes() const { return cache_.bytes(); }

private:
    void end(const std::string& repository, const SnapshotKey& key, std::uint64_t serial,
             Result<RenderedSnapshot> rendered);
    Result<> store(const std::string& repository, const RenderedSnapshot& rendered);

    PublisherState& of_;
    SnapshotCache cache_;
    std::map<SnapshotKey, std::vector<Done<SharedSnapshot>>> waiters_;  // of those being prepared
};

}  // namespace slipway::publishing
