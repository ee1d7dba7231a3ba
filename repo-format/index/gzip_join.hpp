#pragma once

#include "repo-format/index/segment.hpp"

namespace slipway::index {

/// The CRC at the end of a gzip file.
std::uint32_t crc32_of(std::string_view text);

Result<Segment> render_gzip_segment(std::string_view text);
Result<std::string> text_of_gzip_segment(std::string_view bytes, const SegmentInfo& info);
/// The frame around all `segments`, among them those of header and footer.
Result<Joint> join_gzip(std::span<const SegmentInfo> segments);

}  // namespace slipway::index
