#pragma once

#include "repo-format/index/segment.hpp"
#include "storage/catalog/publications.hpp"

#include <string>
#include <vector>

namespace slipway::publishing {

/// Renders one segment from its entries and the texts of their packages, whichever repository has them. Whether the
/// bytes are those that were published is the caller's to look at: `row.extent.checksum`. Blocks. Faults: corrupt (a
/// node or a package is missing or damaged), unsupported (another version of this program rendered it), io.
Result<index::Segment> render_again(const storage::ReadTransaction& tx, const storage::SegmentRow& row);

/// What becomes of segments that cannot be made again as they were. Index files that were replaced and need one are
/// forgotten, as they will be after their time: who asks for them gets 404 instead of 503, and asks for the current
/// ones. (A package that was purged is in replaced indexes only, and its text is gone.) Segments that nothing else
/// needs are forgotten with them: those are returned. Reads every list that has segments of these forms. Faults: io.
Result<std::vector<storage::SegmentRow>> forget_unmakeable(storage::WriteTransaction& tx,
                                                           std::vector<storage::SegmentRow> segments);

}  // namespace slipway::publishing
