#pragma once

#include "base/log.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/segments/segment_store.hpp"

namespace slipway::publishing {

/// Gives segments of before there were checksums theirs, once: of bytes that the form's own checksum (CRC-32, CRC-64,
/// XXH64) still approves. Where they are damaged the segment is lost, and rendered again when an index is put together.
/// Rows of before rows had checksums get those of what they say. Nobody else may write to the catalog. Blocks; reads
/// and decompresses all segments that have no checksum. Faults: storage_full, io, busy.
Result<> fill_in_checksums(storage::Catalog& catalog, const storage::SegmentStore& segments, const Log& log);

}  // namespace slipway::publishing
