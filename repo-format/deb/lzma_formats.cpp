// The two formats of liblzma, read as dpkg reads them: one stream, and nothing of what follows.
//
// xz (https://tukaani.org/xz/xz-file-format.txt): header (12 bytes), blocks, index, footer (12 bytes). The footer tells
// the size of the index, the index the size of every block; if all that fills the member exactly, it is one whole
// stream. Each block header names its filters; the dictionary of LZMA2 is memory that the decoder allocates. What only
// unpacking shows, damage within a block, is left to whoever unpacks it.
//
// .lzma (https://tukaani.org/xz/lzma-file-format.txt) has a header of 13 bytes and no checksum: whether it is whole
// shows when it is unpacked.
#include "repo-format/deb/lzma_formats.hpp"

#include "repo-format/deb/invalid_package.hpp"

#include <fmt/format.h>
#include <lzma.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <string>

namespace slipway::deb {
namespace {

constexpr std::size_t xz_edge = LZMA_STREAM_HEADER_SIZE;  // of the header, and of the footer
constexpr std::size_t crc_size = 4;
/// A bound of time: dpkg-deb writes blocks of mebibytes, and 8 GiB in so many blocks have 8 KiB in each.
constexpr std::uint64_t most_blocks = 1 << 20;

Error not_one_xz_stream() { return invalid_package("not exactly one xz stream; dpkg reads the first and stops"); }

Error damaged_xz(std::string_view what, std::uint64_t at) {
    return invalid_package(fmt::format("{} at byte {} is damaged", what, at));
}

/// The filters of a block, whose options liblzma allocates.
class Filters {
public:
    Filters() { filters_.fill({LZMA_VLI_UNKNOWN, nullptr}); }
    Filters(const Filters&) = delete;
    Filters& operator=(const Filters&) = delete;
    ~Filters() {
        for (auto& filter : filters_) std::free(filter.options);
    }

    lzma_filter* data() { return filters_.data(); }
    std::uint64_t dictionary_size() const {
        for (const auto& filter : filters_)
            if (filter.id == LZMA_FILTER_LZMA2) return static_cast<lzma_options_lzma*>(filter.options)->dict_size;
        return 0;
    }

private:
    std::array<lzma_filter, LZMA_FILTERS_MAX + 1> filters_;
};

/// The blocks of a stream, walked by the sizes that the index has of them.
class XzBlocks {
public:
    XzBlocks(MemberBytes bytes, lzma_check check, std::uint64_t greatest_dictionary)
        : bytes_(std::move(bytes)), check_(check), greatest_dictionary_(greatest_dictionary) {}

    /// `size`: the unpadded one.
    Result<> next(std::uint64_t size) {
        const auto begin = bytes_.at();
        const auto padded = (size + 3) / 4 * 4;
        if (size < LZMA_BLOCK_HEADER_SIZE_MIN || padded > bytes_.left()) return not_one_xz_stream();
        auto header = std::string(TRY(bytes_.take(1, block_header)));
        const auto header_size = lzma_block_header_size_decode(as_unsigned(header.data())[0]);
        if (header.front() == '\0' || header_size > padded) return damaged_xz(block_header, begin);
        header += TRY(bytes_.take(header_size - 1, block_header));
        TRY(check_header(header, begin, size));
        return bytes_.skip(padded - header_size, "an xz block");
    }

    bool at_end() const { return bytes_.left() == 0; }

private:
    static constexpr std::string_view block_header = "the header of the xz block";

    Result<> check_header(const std::string& bytes, std::uint64_t begin, std::uint64_t size) const {
        Filters filters;
        lzma_block header{};
        header.version = 1;
        header.check = check_;
        header.header_size = static_cast<std::uint32_t>(bytes.size());
        header.filters = filters.data();
        if (lzma_block_header_decode(&header, nullptr, as_unsigned(bytes.data())) != LZMA_OK)
            return damaged_xz(block_header, begin);
        if (lzma_block_compressed_size(&header, size) != LZMA_OK) return not_one_xz_stream();
        if (filters.dictionary_size() > greatest_dictionary_)
            return invalid_package(fmt::format("the xz block at byte {} asks for a dictionary of more than {} MiB",
                                               begin, greatest_dictionary_ >> 20));
        return {};
    }

    MemberBytes bytes_;
    lzma_check check_;
    std::uint64_t greatest_dictionary_;
};

/// Takes numbers from the index of a stream and keeps its checksum.
class XzIndex {
public:
    explicit XzIndex(MemberBytes bytes) : bytes_(std::move(bytes)), begin_(bytes_.at()) {}

    Result<> check(XzBlocks& blocks) {
        if (TRY(byte()) != 0) return damaged();
        const auto count = TRY(number());
        if (count > most_blocks)
            return invalid_package(fmt::format("{} xz blocks; at most {} are examined", count, most_blocks));
        for (std::uint64_t i = 0; i < count; ++i) {
            const auto size = TRY(number());
            TRY(number());  // unpacked
            TRY(blocks.next(size));
        }
        while (bytes_.at() % 4 != 0)
            if (TRY(byte()) != 0) return damaged();
        if (bytes_.left() != crc_size || TRY(bytes_.number(crc_size, part)) != crc_) return damaged();
        return blocks.at_end() ? Result<>() : not_one_xz_stream();
    }

private:
    static constexpr std::string_view part = "the index of the xz stream";

    Result<std::uint64_t> byte() {
        const auto byte = TRY(bytes_.take(1, part));
        crc_ = lzma_crc32(as_unsigned(byte.data()), 1, crc_);
        return std::uint64_t{as_unsigned(byte.data())[0]};
    }

    /// 7 bits a byte, the least significant first, in as few bytes as it needs.
    Result<std::uint64_t> number() {
        std::uint64_t value = 0;
        for (unsigned i = 0; i < LZMA_VLI_BYTES_MAX; ++i) {
            const auto next = TRY(byte());
            value |= (next & 0x7f) << (7 * i);
            if (next >= 0x80) continue;
            if (next == 0 && i > 0) return damaged();
            return value;
        }
        return damaged();
    }

    Error damaged() const { return damaged_xz(part, begin_); }

    MemberBytes bytes_;
    std::uint64_t begin_;
    std::uint32_t crc_ = 0;
};

struct EndLzma {
    void operator()(lzma_stream* stream) const { lzma_end(stream); }
};

/// What liblzma's answer means, unless it is to go on.
Result<> check_status(lzma_ret status, std::uint64_t at) {
    if (status == LZMA_OK || status == LZMA_STREAM_END) return {};
    if (status == LZMA_BUF_ERROR) return invalid_package(fmt::format("it ends after {} bytes, within its stream", at));
    if (status == LZMA_MEM_ERROR) return Error(Fault::busy, "no memory to unpack a package; try again later");
    return invalid_package(fmt::format("its lzma stream is damaged before byte {}", at));
}

}  // namespace

Result<> check_single_xz_stream(const MemberBytes& bytes, std::uint64_t greatest_dictionary) {
    const auto size = bytes.left();
    auto front = bytes.part(0, size);
    lzma_stream_flags header{}, footer{};
    const auto first = TRY(front.take(xz_edge, "the header of the xz stream"));
    if (lzma_stream_header_decode(&header, as_unsigned(first.data())) != LZMA_OK)
        return invalid_package("no xz stream begins at byte 0, or its header is damaged");
    if (size < 2 * xz_edge) return invalid_package(fmt::format("it ends after {} bytes, within the xz stream", size));
    auto back = bytes.part(size - xz_edge, size);
    const auto last = TRY(back.take(xz_edge, "the footer of the xz stream"));
    const bool ends_here = lzma_stream_footer_decode(&footer, as_unsigned(last.data())) == LZMA_OK &&
                           lzma_stream_flags_compare(&header, &footer) == LZMA_OK;
    if (!ends_here)
        return invalid_package(
            fmt::format("no footer of the xz stream stands at byte {}: it is cut, damaged, or something follows it",
                        size - xz_edge));
    if (size % 4 != 0 || footer.backward_size > size - 2 * xz_edge) return not_one_xz_stream();
    const auto index_at = size - xz_edge - footer.backward_size;
    XzBlocks blocks(bytes.part(xz_edge, index_at), header.check, greatest_dictionary);
    return XzIndex(bytes.part(index_at, size - xz_edge)).check(blocks);
}

Result<Unpacked> unpack_lzma(MemberBytes& bytes, const TakeUnpacked& take, std::uint64_t most) {
    constexpr std::uint64_t most_memory = std::uint64_t{80} << 20;  // a dictionary of 64 MiB, and the decoder
    std::string unpacked(64 << 10, '\0');
    lzma_stream stream = LZMA_STREAM_INIT;
    if (lzma_alone_decoder(&stream, most_memory) != LZMA_OK) return Error(Fault::internal, "liblzma cannot start");
    const std::unique_ptr<lzma_stream, EndLzma> end(&stream);
    for (std::uint64_t so_far = 0; so_far <= most;) {
        if (stream.avail_in == 0) {
            const auto next = TRY(bytes.next());
            stream.next_in = as_unsigned(next.data());
            stream.avail_in = next.size();
        }
        stream.next_out = reinterpret_cast<unsigned char*>(unpacked.data());
        stream.avail_out = unpacked.size();
        const auto status = lzma_code(&stream, bytes.left() == 0 ? LZMA_FINISH : LZMA_RUN);
        if (status == LZMA_MEMLIMIT_ERROR) return Unpacked::beginning;
        TRY(check_status(status, bytes.at() - stream.avail_in));
        TRY(take(ByteView(unpacked).substr(0, unpacked.size() - stream.avail_out)));
        so_far += unpacked.size() - stream.avail_out;
        if (status != LZMA_STREAM_END) continue;
        if (bytes.left() + stream.avail_in > 0)
            return invalid_package(fmt::format("{} bytes stand behind its lzma stream; dpkg reads the first and stops",
                                               bytes.left() + stream.avail_in));
        return Unpacked::all;
    }
    return Unpacked::beginning;
}

}  // namespace slipway::deb
