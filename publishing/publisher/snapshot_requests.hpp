#pragma once

#include "publishing/publisher/snapshot_rendering.hpp"
#include "publishing/served/snapshot.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace slipway::publishing {

struct PublisherState;

/// Snapshots are prepared by as many threads, of which a client has one at a time.
inline constexpr unsigned snapshots_at_once = 2;
/// Being prepared and waiting for it; a client has a share (base/fair_share.hpp), and more are refused.
inline constexpr std::size_t most_snapshots_wanted = 16;

/// Snapshots as they are asked for: from memory, from the catalog, or prepared once for all who wait.
class SnapshotRequests {
public:
    SnapshotRequests(PublisherState& of, std::size_t cache_bytes) : of_(of), cache_(cache_bytes) {}

    /// As Publisher::find_snapshot. Of any thread.
    Result<SharedSnapshot> find(const storage::ReadTransaction& tx, const RepositoryState& repository,
                                const SnapshotKey& key);
    /// As Publisher::render_snapshot. For the publisher's thread.
    void begin(std::int64_t client, const std::string& repository, const SnapshotKey& key, Done<SharedSnapshot> done);
    /// What is in memory is made anew. Of any thread, like `bytes`.
    void clear() { cache_.clear(); }
    std::size_t bytes() const { return cache_.bytes(); }

private:
    /// A snapshot that is asked for, until all who wait for it are answered.
    struct Wanted {
        SnapshotKey key;
        std::string repository;
        std::int64_t client = 0;  // who asked first
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
