// zstd (RFC 8878, 3.1.1): magic, frame header, blocks with a header of 3 bytes, perhaps a checksum. All of that tells
// where the frame ends without decompressing it.
//
// dpkg stops after the first frame, of whatever kind: of several frames it reads the first, and behind a skippable
// frame in front it finds an empty archive. Its decoder refuses windows of more than 128 MiB
// (ZSTD_WINDOWLOG_LIMIT_DEFAULT), and has no dictionary.
#include "repo-format/deb/zstd_frame.hpp"

#include "repo-format/deb/invalid_package.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace slipway::deb {
namespace {

constexpr std::uint64_t zstd_magic = 0xfd2fb528;
constexpr std::uint64_t greatest_window = std::uint64_t{128} << 20;
constexpr std::uint64_t greatest_block = 128 << 10;
constexpr std::uint64_t run_length_block = 1, reserved_block = 3;
constexpr std::size_t block_header_size = 3, frame_checksum_size = 4;
constexpr std::string_view frame_header = "the header of the zstd frame";

struct Frame {
    std::uint64_t window = 0;
    bool has_checksum = false;
};

std::uint64_t window_size(std::uint64_t notation) {
    const auto base = std::uint64_t{1} << (10 + (notation >> 3));
    return base + base / 8 * (notation & 7);
}

/// Reads what stands between magic and blocks.
Result<Frame> read_frame_header(MemberBytes& bytes) {
    constexpr std::array<std::size_t, 4> dictionary_id_sizes{0, 1, 2, 4};
    constexpr std::array<std::size_t, 4> content_size_sizes{0, 2, 4, 8};
    const auto descriptor = TRY(bytes.number(1, frame_header));
    if (descriptor & 0x08) return invalid_package("the header of the zstd frame at byte 4 is damaged");
    const bool is_single_segment = descriptor & 0x20;
    Frame frame;
    frame.has_checksum = (descriptor & 0x04) != 0;
    if (!is_single_segment) frame.window = window_size(TRY(bytes.number(1, frame_header)));
    if (TRY(bytes.number(dictionary_id_sizes[descriptor & 3], frame_header)) != 0)
        return invalid_package("the zstd frame was made with a dictionary, which dpkg does not have");
    const bool is_short = is_single_segment && descriptor >> 6 == 0;
    const auto length = is_short ? std::size_t{1} : content_size_sizes[descriptor >> 6];
    const auto content_size = TRY(bytes.number(length, frame_header)) + (length == 2 ? 256 : 0);
    if (is_single_segment) frame.window = content_size;
    if (frame.window > greatest_window)
        return invalid_package("the zstd frame asks for a window of more than 128 MiB, which dpkg refuses");
    return frame;
}

}  // namespace

Result<> check_single_zstd_frame(MemberBytes bytes) {
    if (TRY(bytes.number(4, "the magic of a zstd frame")) != zstd_magic)
        return invalid_package("no zstd frame begins at byte 0");
    const auto frame = TRY(read_frame_header(bytes));
    const auto greatest = std::min(greatest_block, frame.window);
    for (bool is_last = false; !is_last;) {
        const auto at = bytes.at();
        const auto header = TRY(bytes.number(block_header_size, "the header of a zstd block"));
        is_last = header & 1;
        const auto type = header >> 1 & 3;
        const auto length = type == run_length_block ? 1 : header >> 3;
        if (type == reserved_block || length > greatest)
            return invalid_package(fmt::format("the header of the zstd block at byte {} is damaged", at));
        TRY(bytes.skip(length, "a zstd block"));
    }
    if (frame.has_checksum) TRY(bytes.skip(frame_checksum_size, "the checksum of the zstd frame"));
    if (bytes.left() > 0)
        return invalid_package(
            fmt::format("not exactly one zstd frame: {} bytes stand behind it, from byte {}; dpkg reads the first and "
                        "stops",
                        bytes.left(), bytes.at()));
    return {};
}

}  // namespace slipway::deb
