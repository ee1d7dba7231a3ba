#pragma once

#include "storage/segments/segment_store.hpp"

#include <cstdint>
#include <mutex>

namespace slipway::publishing {

/// The one door to the packs' end for all publications. Thread-safe.
class SegmentWriter {
public:
    explicit SegmentWriter(storage::SegmentStore& store) : store_(store) {}

    /// A moment in the packs' life: what was appended since can be made durable.
    using Mark = std::uint64_t;
    Mark mark() const;

    Result<storage::Extent> append(const std::string& bytes);
    /// Makes all that was appended since `since` survive a power cut. Fails also when somebody else's sync failed
    /// since then: it may have been about these bytes, and the kernel tells of a lost page only once.
    Result<> sync(Mark since);

    /// The bytes of a damaged extent were written again, and synced.
    void move(const storage::Extent& from, const storage::Extent& to) { store_.move(from, to); }

    void write_off(const storage::Extent& extent) { store_.write_off(extent); }

    const storage::SegmentStore& store() const { return store_; }

private:
    storage::SegmentStore& store_;
    mutable std::mutex mutex_;
    Mark failed_syncs_ = 0;
};

}  // namespace slipway::publishing
