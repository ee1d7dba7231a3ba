#pragma once

#include "base/log.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/segments/segment_store.hpp"

namespace slipway::publishing {

/// Adds checksums to segments and rows of a catalog from before there were any. Does this once. A segment gets one if
/// the own checksum of its form (CRC-32, CRC-64, XXH64) still approves the bytes; otherwise it is lost, and is rendered
/// again when an index is put together. A row gets the checksum of its present content. Nobody else may write to the
/// catalog. Blocks; reads and decompresses all segments that have no checksum. Faults: storage_full, io, busy.
Result<> fill_in_checksums(storage::Catalog& catalog, const storage::SegmentStore& segments, const Log& log);

}  // namespace slipway::publishing
