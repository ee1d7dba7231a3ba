#pragma once

#include "base/log.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/segments/segment_store.hpp"

namespace slipway::publishing {

/// Gives segments of before there were checksums theirs, once: of bytes that the form's own checksum (CRC-32, CRC-64,
/// XXH64) still approves. Where they are damaged the segment is lost, and rendered again when an index is put together.
/// Nobody else may write to the catalog. Blocks; reads and decompresses all such segments. Faults: storage_full, io,
/// busy.
Result<> fill_in_checksums(storage::Catalog& catalog, const storage::SegmentStore& segments, const Log& log);

}  // namespace slipway::publishing
