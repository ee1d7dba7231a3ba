#pragma once

#include "repo-format/index/segment.hpp"

namespace slipway::index {

Result<Segment> render_gzip_segment(std::string_view text);
/// The frame around all `segments`, among them those of header and footer.
Result<Joint> join_gzip(std::span<const SegmentInfo> segments);

}  // namespace slipway::index
