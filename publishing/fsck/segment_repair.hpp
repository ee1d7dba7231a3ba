#pragma once

#include "publishing/fsck/index_file_checks.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/segments/segment_store.hpp"

namespace slipway::publishing {

/// Renders damaged segments again, one by one, stores those that get the same bytes as before, and marks the others as
/// lost. Precondition: nobody else uses the directory. Blocks. Faults: storage_full, io.
Result<> repair_segments(storage::Catalog& catalog, storage::SegmentStore& segments,
                         const std::vector<storage::SegmentRow>& damaged, storage::Findings& findings);

/// Renders all blocks of a damaged index file again and stores them in a new pack. Succeeds only if the file then has
/// the bytes that were published and signed; otherwise the catalog stays as it was. Precondition: nobody else uses the
/// directory. Blocks. Faults: corrupt (it cannot be made again, with the reason), unsupported (it was rendered by
/// another version of this program), storage_full, io.
Result<> repair_index_file(storage::Catalog& catalog, storage::SegmentStore& segments, const DamagedFile& damaged);

}  // namespace slipway::publishing
