#include "storage/segments/segment_store.hpp"

namespace slipway::storage {

Result<std::string> SegmentStore::read(const Extent& extent) const {
    std::string bytes(static_cast<std::size_t>(extent.length), '\0');
    TRY(visit(extent, bytes, [](ByteView) {}));
    return bytes;
}

}  // namespace slipway::storage
