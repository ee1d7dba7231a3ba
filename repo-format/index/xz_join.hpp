#pragma once

#include "repo-format/index/segment.hpp"

namespace slipway::index {

/// `text` is not empty, as an xz block is not.
Result<Segment> render_xz_segment(std::string_view text);
Result<std::string> text_of_xz_segment(std::string_view bytes, const SegmentInfo& info);
/// The frame around all `segments`, among them those of header and footer.
Result<Joint> join_xz(std::span<const SegmentInfo> segments);

}  // namespace slipway::index
