#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/words.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace slipway::index {

using slipway::Form;

/// What ends the name of a file in this form: "", ".gz", ".xz", ".zst".
std::string_view suffix_of(Form form);

/// What joining needs to know of a segment besides where it is.
struct SegmentInfo {
    std::uint64_t size = 0;           // bytes of the segment
    std::uint64_t text_size = 0;      // bytes it decompresses to
    std::uint32_t text_crc32 = 0;     // plain and gzip: of the text
    std::uint64_t unpadded_size = 0;  // xz: of the block, as its stream index lists it

    bool operator==(const SegmentInfo&) const = default;
};

/// One block's text in one form, made to be placed between others:
/// plain: the text; gzip: a raw deflate piece ended by Z_FULL_FLUSH; xz: one xz block with its padding, CRC64;
/// zstd: one frame with content checksum.
struct Segment {
    std::string bytes;
    SegmentInfo info;
};

/// Compresses `text` (not empty) as one segment. Deterministic for one build of the compression libraries.
Result<Segment> render_segment(Form form, std::string_view text);

/// The text of a segment. Faults: corrupt, where the form's own checksum and size tell that `bytes` are not what
/// `render_segment` made.
Result<std::string> text_of_segment(Form form, std::string_view bytes, const SegmentInfo& info);

/// The bytes before and after the segments in the finished file.
struct Joint {
    std::string before;
    std::string after;
};

/// The frame that makes `segments`, laid end to end between `before` and `after`, one valid file whose text is
/// `header` + texts + `footer`. gzip: a single member (no name, no time); xz: a single stream; zstd: frames.
/// `header`, `footer` and `segments` may be empty.
Result<Joint> join_segments(Form form, std::string_view header, std::span<const SegmentInfo> segments,
                            std::string_view footer);

}  // namespace slipway::index
