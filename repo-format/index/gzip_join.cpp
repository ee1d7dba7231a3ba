// One gzip member out of independently compressed pieces.
//
//   member header (10 bytes)  piece  piece …  empty final block (2 bytes)  CRC-32 (4)  length mod 2^32 (4)
//
// A piece is raw deflate ended by Z_FULL_FLUSH: it ends on a byte boundary with an empty stored block, and nothing
// after it refers back across it, so any piece may follow any other. (Z_SYNC_FLUSH also ends on a byte, but later
// matches reach back over it.) The CRC of the whole follows from those of the texts by crc32_combine. A single member
// rather than one per piece: every reader takes it. RFC 1951, RFC 1952; zlib, because libdeflate cannot end a piece
// this way.
#include "repo-format/index/gzip_join.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <limits>
#include <memory>

namespace slipway::index {
namespace {

// On package stanzas, with the larger memory, 0.7 % smaller than the defaults at a fifth more time.
constexpr int level = 9;
constexpr int raw_deflate = -15;  // the largest window, neither zlib's nor gzip's frame
constexpr int memory_level = 9;

// No name, no time, maximum compression (what gzip -9 writes), made on Unix.
constexpr std::string_view member_header("\x1f\x8b\x08\0\0\0\0\0\x02\x03", 10);
constexpr std::string_view empty_final_block("\x03\0", 2);

struct DeflateEnd {
    void operator()(z_stream* stream) const { deflateEnd(stream); }
};

struct InflateEnd {
    void operator()(z_stream* stream) const { inflateEnd(stream); }
};

void append_little_endian_32(std::string& out, std::uint64_t value) {
    for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>(value >> shift));
}

}  // namespace

std::uint32_t crc32_of(std::string_view text) {
    return static_cast<std::uint32_t>(crc32_z(0, as_unsigned(text.data()), text.size()));
}

Result<Segment> render_gzip_segment(std::string_view text) {
    if (text.size() > std::numeric_limits<uInt>::max()) return Error(Fault::too_large, "block of 4 GiB or more");
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, raw_deflate, memory_level, Z_DEFAULT_STRATEGY) != Z_OK)
        return Error(Fault::internal, "zlib cannot start");
    const std::unique_ptr<z_stream, DeflateEnd> end(&stream);
    // deflateBound is for Z_FINISH; a flush adds at most an empty stored block of five bytes and a bit.
    std::string bytes(deflateBound(&stream, text.size()) + 16, '\0');
    stream.next_in = const_cast<unsigned char*>(as_unsigned(text.data()));  // zlib's interface is older than const
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<unsigned char*>(bytes.data());
    stream.avail_out = static_cast<uInt>(bytes.size());
    const int status = deflate(&stream, Z_FULL_FLUSH);
    // The flush is complete only when room was left.
    if (status != Z_OK || stream.avail_in != 0 || stream.avail_out == 0)
        return Error(Fault::internal, fmt::format("zlib answers {}", status));
    bytes.resize(stream.total_out);
    const SegmentInfo info{bytes.size(), text.size(), crc32_of(text), 0};
    return Segment{std::move(bytes), info};
}

Result<std::string> text_of_gzip_segment(std::string_view bytes, const SegmentInfo& info) {
    const Error damaged(Fault::corrupt, "a gzip segment cannot be decompressed");
    if (bytes.size() > std::numeric_limits<uInt>::max() || info.text_size >= std::numeric_limits<uInt>::max())
        return damaged;
    z_stream stream{};
    if (inflateInit2(&stream, raw_deflate) != Z_OK) return Error(Fault::internal, "zlib cannot start");
    const std::unique_ptr<z_stream, InflateEnd> end(&stream);
    std::string text(static_cast<std::size_t>(info.text_size) + 1, '\0');  // one more shows that it is not longer
    stream.next_in = const_cast<unsigned char*>(as_unsigned(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<unsigned char*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    const int status = inflate(&stream, Z_SYNC_FLUSH);
    if (status != Z_OK || stream.avail_in != 0) return damaged;
    text.resize(stream.total_out);
    return text;
}

Result<Joint> join_gzip(std::span<const SegmentInfo> segments) {
    uLong crc = crc32_z(0, nullptr, 0);
    std::uint64_t length = 0;
    for (const SegmentInfo& segment : segments) {
        crc = crc32_combine(crc, segment.text_crc32, static_cast<z_off_t>(segment.text_size));
        length += segment.text_size;
    }
    Joint joint{std::string(member_header), std::string(empty_final_block)};
    append_little_endian_32(joint.after, crc);
    append_little_endian_32(joint.after, length);
    return joint;
}

}  // namespace slipway::index
