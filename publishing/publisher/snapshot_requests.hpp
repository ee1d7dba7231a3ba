#pragma once

#include "publishing/publisher/snapshot_rendering.hpp"
#include "publishing/served/snapshot.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace slipway::publishing {

struct PublisherState;

/// So many threads prepare snapshots. A client has one of them at a time.
inline constexpr unsigned snapshots_at_once = 2;
/// At most so many snapshots are being prepared or wait for it. A client has a share of them (base/fair_share.hpp), and
/// more are refused.
inline constexpr std::size_t most_snapshots_wanted = 16;

/// Serves requests for snapshots: from memory, from the catalog, or by preparing one once for all requests that wait.
class SnapshotRequests {
public:
    SnapshotRequests(PublisherState& of, std::size_t cache_bytes) : of_(of), cache_(cache_bytes) {}

    /// Implements Publisher::find_snapshot. Any thread.
    Result<SharedSnapshot> find(const storage::ReadTransaction& tx, const RepositoryState& repository,
                                const SnapshotKey& key);
    /// Implements Publisher::render_snapshot. For the publisher's thread.
    void begin(std::int64_t client, const std::string& repository, const SnapshotKey& key, Done<SharedSnapshot> done);
    /// Drops the snapshots in memory; they are loaded anew. Any thread, like `bytes`.
    void clear() { cache_.clear(); }
    std::size_t bytes() const { return cache_.bytes(); }

private:
    /// A requested snapshot, until all requests that wait for it are answered.
    struct Wanted {
        SnapshotKey key;
        std::string repository;
        std::int64_t client = 0;  // of the first request
        std::vector<Done<SharedSnapshot>> waiters;
        std::uint64_t publication = 0;  // its number under way; 0 before it is begun
    };
    void begin_next(std::int64_t client);
    Result<> prepare(Wanted& wanted);
    Wanted take(std::vector<Wanted>::iterator which);
    void end(const SnapshotKey& key, Result<RenderedSnapshot> rendered);
    void answer(const Wanted& wanted, const Result<>& stored, const Result<RenderedSnapshot>& rendered);
    Result<> store(const std::string& repository, const RenderedSnapshot& rendered);

    PublisherState& of_;
    SnapshotCache cache_;
    std::vector<Wanted> wanted_;  // in order of arrival
};

}  // namespace slipway::publishing
