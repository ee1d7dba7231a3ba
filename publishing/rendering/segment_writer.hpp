#pragma once

#include "storage/segments/segment_store.hpp"

#include <cstdint>
#include <mutex>

namespace slipway::publishing {

/// Appends to the packs for all publications; nothing else does. Thread-safe.
class SegmentWriter {
public:
    explicit SegmentWriter(storage::SegmentStore& store) : store_(store) {}

    /// A moment from which on `sync` makes durable what was appended.
    using Mark = std::uint64_t;
    Mark mark() const;

    Result<storage::Extent> append(const std::string& bytes);
    /// Makes all that was appended since `since` survive a power cut. Fails also if another sync failed since then: it
    /// may have been about these bytes, and the kernel reports a lost page only once.
    Result<> sync(Mark since);

    /// Reads go to `to` from now on: the bytes of the damaged extent `from` were written there again, and synced.
    void move(const storage::Extent& from, const storage::Extent& to) { store_.move(from, to); }

    void write_off(const storage::Extent& extent) { store_.write_off(extent); }

    const storage::SegmentStore& store() const { return store_; }

private:
    storage::SegmentStore& store_;
    mutable std::mutex mutex_;
    Mark failed_syncs_ = 0;
};

}  // namespace slipway::publishing
