// A published index is the segments of its blocks between a short beginning and a short end that make them one valid
// file. Why pieces can be joined at all stands in gzip_join.cpp, xz_join.cpp and zstd_join.cpp.
//
// The header and footer of a document (an XML root element, say) become segments of their own inside the joint, so the
// forms need to know nothing but a row of segments.
#include "repo-format/index/segment.hpp"

#include "repo-format/index/gzip_join.hpp"
#include "repo-format/index/xz_join.hpp"
#include "repo-format/index/zstd_join.hpp"

#include <array>
#include <vector>

namespace slipway::index {
namespace {

constexpr std::array<std::string_view, 4> suffixes = {"", ".gz", ".xz", ".zst"};
static_assert(static_cast<std::size_t>(Form::zstd) + 1 == suffixes.size());

Result<Joint> frame_of(Form form, std::span<const SegmentInfo> segments) {
    switch (form) {
        case Form::plain: return Joint{};
        case Form::gzip: return join_gzip(segments);
        case Form::xz: return join_xz(segments);
        case Form::zstd: return join_zstd(segments);
    }
    return Error(Fault::internal, "unknown form of an index");
}

/// The segment of a header or footer, an empty one for no text.
Result<Segment> edge(Form form, std::string_view text) {
    if (text.empty()) return Segment{};
    return render_segment(form, text);
}

}  // namespace

std::string_view suffix_of(Form form) { return suffixes.at(static_cast<std::size_t>(form)); }

Result<Segment> render_segment(Form form, std::string_view text) {
    if (text.empty()) return Error(Fault::internal, "a segment was asked for no text");
    switch (form) {
        case Form::plain: return Segment{std::string(text), {text.size(), text.size(), crc32_of(text), 0}};
        case Form::gzip: return render_gzip_segment(text);
        case Form::xz: return render_xz_segment(text);
        case Form::zstd: return render_zstd_segment(text);
    }
    return Error(Fault::internal, "unknown form of an index");
}

Result<std::string> text_of_segment(Form form, std::string_view bytes, const SegmentInfo& info) {
    const auto decode = [&]() -> Result<std::string> {
        switch (form) {
            case Form::plain: return std::string(bytes);
            case Form::gzip: return text_of_gzip_segment(bytes, info);
            case Form::xz: return text_of_xz_segment(bytes, info);
            case Form::zstd: return text_of_zstd_segment(bytes, info);
        }
        return Error(Fault::internal, "unknown form of an index");
    };
    const Error damaged(Fault::corrupt, "a segment does not give the text it was made of");
    if (bytes.size() != info.size)
        return damaged;  // decoders do not miss all that is cut off, nor find all that follows
    auto text = TRY(decode());
    const bool has_crc = form == Form::plain || form == Form::gzip;
    if (text.size() == info.text_size && (!has_crc || crc32_of(text) == info.text_crc32)) return text;
    return damaged;
}

Result<Joint> join_segments(Form form, std::string_view header, std::span<const SegmentInfo> segments,
                            std::string_view footer) {
    const Segment first = TRY(edge(form, header));
    const Segment last = TRY(edge(form, footer));
    std::vector<SegmentInfo> all;
    all.reserve(segments.size() + 2);
    if (!header.empty()) all.push_back(first.info);
    all.insert(all.end(), segments.begin(), segments.end());
    if (!footer.empty()) all.push_back(last.info);
    Joint joint = TRY(frame_of(form, all));
    joint.before += first.bytes;
    joint.after.insert(0, last.bytes);
    return joint;
}

}  // namespace slipway::index
