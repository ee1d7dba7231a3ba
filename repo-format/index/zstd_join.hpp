#pragma once

#include "repo-format/index/segment.hpp"

namespace slipway::index {

Result<Segment> render_zstd_segment(std::string_view text);
Result<std::string> text_of_zstd_segment(std::string_view bytes, const SegmentInfo& info);
/// Frames need nothing around them, but a file without any frame is not valid: for no segments, the empty frame.
Result<Joint> join_zstd(std::span<const SegmentInfo> segments);

}  // namespace slipway::index
