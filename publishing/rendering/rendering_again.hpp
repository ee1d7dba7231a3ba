#pragma once

#include "repo-format/index/segment.hpp"
#include "storage/catalog/publications.hpp"

#include <string>
#include <vector>

namespace slipway::publishing {

/// Renders one segment from its entries and the texts of their packages, whichever repository has them. The caller has
/// to check by `row.extent.checksum` whether the bytes are those that were published. Blocks. Faults: corrupt (a node
/// or a package is missing or damaged), unsupported (another version of this program rendered it), io.
Result<index::Segment> render_again(const storage::ReadTransaction& tx, const storage::SegmentRow& row);

/// Gives up segments that cannot be rendered again as they were. Forgets the replaced index files that need one, as
/// would happen later anyway: a client that requests one learns that it is gone, and requests the current one. (A
/// package that was purged is in replaced indexes only, and its text is gone.) Forgets and returns the segments that
/// nothing else needs. Reads every list that has segments of these forms. Faults: io.
Result<std::vector<storage::SegmentRow>> forget_unmakeable(storage::WriteTransaction& tx,
                                                           std::vector<storage::SegmentRow> segments);

}  // namespace slipway::publishing
