// A zstd file is a row of frames, each complete in itself (RFC 8878, section 3): segments need nothing between or
// around them. Every frame has its content size and its checksum, which not all readers demand but all can check.
#include "repo-format/index/zstd_join.hpp"

#include <zstd.h>

#include <memory>

namespace slipway::index {
namespace {

// createrepo_c's own level. From 12 on the time grows much faster than the size shrinks.
constexpr int level = 10;

struct ContextEnd {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

}  // namespace

Result<Segment> render_zstd_segment(std::string_view text) {
    const std::unique_ptr<ZSTD_CCtx, ContextEnd> context(ZSTD_createCCtx());
    if (!context) return Error(Fault::internal, "zstd cannot start");
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    std::string bytes(ZSTD_compressBound(text.size()), '\0');
    const std::size_t written = ZSTD_compress2(context.get(), bytes.data(), bytes.size(), text.data(), text.size());
    if (ZSTD_isError(written)) return Error(Fault::internal, std::string("zstd: ") + ZSTD_getErrorName(written));
    bytes.resize(written);
    const SegmentInfo info{bytes.size(), text.size(), 0, 0};
    return Segment{std::move(bytes), info};
}

Result<std::string> text_of_zstd_segment(std::string_view bytes, const SegmentInfo& info) {
    std::string text(static_cast<std::size_t>(info.text_size), '\0');
    const std::size_t written = ZSTD_decompress(text.data(), text.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(written)) return Error(Fault::corrupt, "a zstd segment cannot be decompressed");
    text.resize(written);
    return text;
}

Result<Joint> join_zstd(std::span<const SegmentInfo> segments) {
    if (!segments.empty()) return Joint{};
    Segment empty = TRY(render_zstd_segment(""));
    return Joint{std::move(empty.bytes), ""};
}

}  // namespace slipway::index
