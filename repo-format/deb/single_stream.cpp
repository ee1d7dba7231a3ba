// dpkg stops after the first xz stream or zstd frame of a member; the decoders of libarchive go on. A control member
// of two streams would therefore be one text for dpkg and another for us. Both formats tell where a stream ends
// without being decompressed:
//
// xz (https://tukaani.org/xz/xz-file-format.txt): header (12 bytes), blocks, index, footer (12 bytes). The footer
// tells the size of the index, the index the size of every block; if all that fills the member exactly, it is one
// stream. Each block header names its filters; the dictionary of LZMA2 is memory that the decoder allocates.
//
// zstd (RFC 8878, 3.1.1): magic, frame header, blocks with a header of 3 bytes, perhaps a checksum. (Its window needs
// no check: the decoder refuses more than 128 MiB.)
#include "repo-format/deb/single_stream.hpp"

#include "repo-format/deb/invalid_package.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace slipway::deb {
namespace {

constexpr std::size_t xz_edge = 12;  // the size of an xz stream's header, and of its footer
constexpr std::string_view xz_magic(
    "\xfd"
    "7zXZ\0",
    6);
constexpr std::string_view zstd_magic("\x28\xb5\x2f\xfd", 4);

/// Takes numbers from the front of bytes; after the end there are only zeros, and `failed` tells so.
class LittleEndianReader {
public:
    explicit LittleEndianReader(ByteView bytes) : rest_(bytes) {}

    std::uint64_t number(std::size_t length) {
        std::uint64_t value = 0;
        const auto bytes = take(length);
        for (std::size_t i = 0; i < bytes.size(); ++i) value |= std::uint64_t{as_unsigned(bytes.data())[i]} << (8 * i);
        return value;
    }

    /// xz's variable-length integer: 7 bits a byte, least significant first, at most 9 bytes.
    std::uint64_t variable() {
        std::uint64_t value = 0;
        for (unsigned i = 0; i < 9; ++i) {
            const auto byte = number(1);
            value |= (byte & 0x7f) << (7 * i);
            if (byte < 0x80) return value;
        }
        failed_ = true;
        return 0;
    }

    ByteView take(std::uint64_t length) {
        if (length > rest_.size()) failed_ = true;
        if (failed_) return {};
        const auto taken = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return taken;
    }

    bool failed() const { return failed_; }
    bool at_end() const { return rest_.empty(); }

private:
    ByteView rest_;
    bool failed_ = false;
};

Error not_one_xz_stream() { return invalid_package("not exactly one xz stream; dpkg reads the first and stops"); }

/// The size of an LZMA2 dictionary in the one-byte notation of the block header.
std::uint64_t dictionary_size(std::uint64_t notation) { return (2 | (notation & 1)) << (notation / 2 + 11); }

Result<> check_block_header(ByteView block) {
    constexpr std::uint64_t lzma2_filter = 0x21;
    constexpr std::uint64_t greatest_dictionary = 64 << 20;  // that of "xz -9", the most that dpkg-deb can write
    LittleEndianReader whole(block);
    const auto header_size = whole.number(1) * 4 + 4;
    LittleEndianReader header(block.substr(1, header_size - 1));
    const auto flags = header.number(1);
    if (flags & 0x40) header.variable();  // compressed size
    if (flags & 0x80) header.variable();  // uncompressed size
    for (std::uint64_t filter = 0; filter <= (flags & 3); ++filter) {
        const auto id = header.variable();
        LittleEndianReader properties(header.take(header.variable()));
        if (id == lzma2_filter && dictionary_size(properties.number(1) & 0x3f) > greatest_dictionary)
            return invalid_package("an xz block asks for a dictionary of more than 64 MiB");
    }
    if (header.failed()) return invalid_package("a damaged xz block header");
    return {};
}

/// Walks `blocks` by the sizes in `index`, which begins behind its indicator byte.
Result<> check_blocks(ByteView blocks, LittleEndianReader index) {
    LittleEndianReader remaining(blocks);
    for (auto count = index.variable(); count > 0 && !index.failed(); --count) {
        const auto unpadded = index.variable();
        index.variable();  // uncompressed size
        if (unpadded == 0 || unpadded > blocks.size()) return not_one_xz_stream();
        const auto block = remaining.take((unpadded + 3) / 4 * 4);
        if (block.empty()) return not_one_xz_stream();
        TRY(check_block_header(block));
    }
    if (index.failed() || !remaining.at_end()) return not_one_xz_stream();
    return {};
}

std::size_t zstd_frame_header_size(std::uint64_t descriptor) {
    constexpr std::array<std::size_t, 4> dictionary_id_sizes{0, 1, 2, 4};
    constexpr std::array<std::size_t, 4> content_size_sizes{0, 2, 4, 8};
    const bool single_segment = descriptor & 0x20;
    const auto content_size_flag = descriptor >> 6;
    const std::size_t content_size =
        single_segment && content_size_flag == 0 ? 1 : content_size_sizes[content_size_flag];
    return (single_segment ? 0 : 1) + dictionary_id_sizes[descriptor & 3] + content_size;
}

}  // namespace

Result<> check_single_xz_stream(ByteView bytes) {
    if (!bytes.starts_with(xz_magic)) return invalid_package("no xz stream");
    if (bytes.size() < 2 * xz_edge || bytes.size() % 4 != 0 || !bytes.ends_with("YZ")) return not_one_xz_stream();
    LittleEndianReader footer(bytes.substr(bytes.size() - xz_edge));
    footer.number(4);  // its checksum, which the decoder checks
    const auto index_size = footer.number(4) * 4 + 4;
    if (index_size > bytes.size() - 2 * xz_edge) return not_one_xz_stream();
    const auto blocks_size = bytes.size() - 2 * xz_edge - index_size;
    LittleEndianReader index(bytes.substr(xz_edge + blocks_size, index_size));
    if (index.number(1) != 0) return not_one_xz_stream();
    return check_blocks(bytes.substr(xz_edge, blocks_size), index);
}

Result<> check_single_zstd_frame(ByteView bytes) {
    constexpr std::uint64_t run_length_block = 1;
    if (!bytes.starts_with(zstd_magic)) return invalid_package("no zstd frame");
    LittleEndianReader frame(bytes.substr(zstd_magic.size()));
    const auto descriptor = frame.number(1);
    frame.take(zstd_frame_header_size(descriptor));
    for (bool last = false; !last && !frame.failed();) {
        const auto header = frame.number(3);
        last = header & 1;
        frame.take((header >> 1 & 3) == run_length_block ? 1 : header >> 3);
    }
    if (descriptor & 4) frame.take(4);  // content checksum
    if (frame.failed()) return invalid_package("a damaged or cut zstd frame");
    if (!frame.at_end()) return invalid_package("not exactly one zstd frame; dpkg reads the first and stops");
    return {};
}

}  // namespace slipway::deb
