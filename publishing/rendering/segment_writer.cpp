#include "publishing/rendering/segment_writer.hpp"

namespace slipway::publishing {

SegmentWriter::Mark SegmentWriter::mark() const {
    const std::lock_guard lock(mutex_);
    return failed_syncs_;
}

Result<storage::Extent> SegmentWriter::append(const std::string& bytes) {
    const std::lock_guard lock(mutex_);
    auto extents = TRY(store_.append({&bytes, 1}));
    return extents.front();
}

Result<> SegmentWriter::sync(Mark since) {
    const std::lock_guard lock(mutex_);
    if (failed_syncs_ != since) return Error(Fault::io, "the index segments could not be synced");
    auto synced = store_.sync();
    if (!synced.ok()) ++failed_syncs_;
    return synced;
}

}  // namespace slipway::publishing
