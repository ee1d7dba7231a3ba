#pragma once

#include "base/lru_cache.hpp"
#include "publishing/rendering/entry_points.hpp"
#include "publishing/served/published_tree.hpp"
#include "storage/catalog/snapshots.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace slipway::publishing {

/// Names a revision of a channel in one distro, which is rendered, signed and stored together.
struct SnapshotKey {
    RowId channel = 0;
    std::int64_t revision = 0;
    RowId distro = 0;

    auto operator<=>(const SnapshotKey&) const = default;
};

/// What may change about a snapshot after it was rendered: the keys that sign its entry points, and how many purges of
/// the repository it takes into account.
struct SnapshotTerms {
    std::string signers;
    std::uint64_t purges = 0;

    bool operator==(const SnapshotTerms&) const = default;
};

/// Returns the terms of this moment. Blocks. Faults: corrupt, io.
Result<SnapshotTerms> terms_now(const storage::ReadTransaction& tx, const RepositoryState& repository,
                                const storage::DistroRow& distro);
SnapshotTerms terms_of(const storage::SnapshotRow& row);

/// A past revision, ready to be served: files by their path below `dists/{channel}/` (deb) or `{channel}/` (rpm).
/// Immutable.
struct Snapshot {
    std::shared_ptr<const ChannelFiles> files;
    SnapshotTerms terms;
};
using SharedSnapshot = std::shared_ptr<const Snapshot>;

/// Loads the indexes of a rendered snapshot. Blocks. Faults: corrupt, if a segment is missing or a signed text is
/// damaged; io.
Result<ServedIndexes> load_indexes(const storage::ReadTransaction& tx, const storage::SnapshotRow& row);
/// Opens packs; blocks. Faults: io, not_found (a pack is missing).
Result<SharedSnapshot> make_snapshot(const storage::SegmentStore& segments, const storage::DistroRow& distro,
                                     const storage::SnapshotRow& row, ServedIndexes indexes);

/// Caches the snapshots used lately, up to a bound of memory. Thread-safe.
class SnapshotCache {
public:
    explicit SnapshotCache(std::size_t max_bytes) : recent_(max_bytes) {}

    /// Returns null if the snapshot is not there on these terms.
    SharedSnapshot find(const SnapshotKey& key, const SnapshotTerms& terms);
    void put(const SnapshotKey& key, SharedSnapshot snapshot);
    std::size_t bytes() const;
    /// Forgets all snapshots, because segments of theirs were damaged or moved.
    void clear();

private:
    mutable std::mutex mutex_;  // guards recent_
    LruCache<SnapshotKey, SharedSnapshot> recent_;
};

}  // namespace slipway::publishing
