// One xz stream with one block per segment.
//
//   stream header (12 bytes)  block  block …  index  stream footer (12 bytes)
//
// Blocks of a stream are independent of each other and carry their own check, so finished blocks can stand in any
// stream with the same check type; only the index, which lists the size of each block, and the footer, which says how
// long the index is, are made anew. Never several streams one after another: apt and libsolv stop silently after the
// first. The .xz file format, sections 2 to 4; liblzma's block, index and stream flag interfaces.
#include "repo-format/index/xz_join.hpp"

#include <fmt/format.h>
#include <lzma.h>

#include <memory>

namespace slipway::index {
namespace {

constexpr lzma_check check = LZMA_CHECK_CRC64;  // xz's own default, which every reader knows

// Compressing the block that a package falls into is on the way of its upload. On package stanzas in blocks this takes
// two thirds of preset 5's time and makes a file 2.4 % larger (docs/decisions/0022-index-cost.md).
constexpr std::uint32_t preset = 5;  // for what is not set below
constexpr lzma_match_finder match_finder = LZMA_MF_HC4;
constexpr std::uint32_t nice_length = 24;
constexpr std::uint32_t search_depth = 6;
constexpr std::uint32_t literal_context_bits = 4;
// The bound of blocks. Longer texts (one package with very many files) get a longer dictionary, up to the preset's own.
constexpr std::uint32_t smallest_dictionary = 512 * 1024;
constexpr std::uint32_t largest_dictionary = 8 * 1024 * 1024;

constexpr std::uint64_t most_decoding_memory = std::uint64_t{2} * largest_dictionary + (std::uint64_t{1} << 20);

struct IndexEnd {
    void operator()(lzma_index* index) const { lzma_index_end(index, nullptr); }
};

unsigned char* writable(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

Error failure(std::string_view step, lzma_ret status) {
    return Error(Fault::internal, fmt::format("liblzma answers {} when {}", static_cast<int>(status), step));
}

lzma_options_lzma options_for(std::string_view text) {
    lzma_options_lzma options{};
    lzma_lzma_preset(&options, preset);
    options.mf = match_finder;
    options.nice_len = nice_length;
    options.depth = search_depth;
    options.lc = literal_context_bits;
    options.pb = 0;  // text has no alignment to model
    options.dict_size = smallest_dictionary;
    while (options.dict_size < text.size() && options.dict_size < largest_dictionary) options.dict_size *= 2;
    return options;
}

Result<std::string> render_index(const lzma_index* index) {
    std::string bytes(static_cast<std::size_t>(lzma_index_size(index)), '\0');
    std::size_t written = 0;
    if (const auto status = lzma_index_buffer_encode(index, writable(bytes), &written, bytes.size()); status != LZMA_OK)
        return failure("writing an index", status);
    return bytes;
}

}  // namespace

Result<Segment> render_xz_segment(std::string_view text) {
    lzma_options_lzma options = options_for(text);
    lzma_filter filters[] = {{LZMA_FILTER_LZMA2, &options}, {LZMA_VLI_UNKNOWN, nullptr}};
    lzma_block block{};
    block.check = check;
    block.filters = filters;
    std::string bytes(lzma_block_buffer_bound(text.size()), '\0');
    std::size_t written = 0;
    const auto status = lzma_block_buffer_encode(&block, nullptr, as_unsigned(text.data()), text.size(),
                                                 writable(bytes), &written, bytes.size());
    if (status != LZMA_OK) return failure("compressing a block", status);
    bytes.resize(written);
    const SegmentInfo info{bytes.size(), text.size(), 0, lzma_block_unpadded_size(&block)};
    return Segment{std::move(bytes), info};
}

Result<std::string> text_of_xz_segment(std::string_view bytes, const SegmentInfo& info) {
    const auto joint = TRY(join_xz({&info, 1}));
    const std::string stream = joint.before + std::string(bytes) + joint.after;
    std::string text(static_cast<std::size_t>(info.text_size), '\0');
    std::uint64_t memory_limit = most_decoding_memory;
    std::size_t read = 0;
    std::size_t written = 0;
    const auto status = lzma_stream_buffer_decode(&memory_limit, 0, nullptr, as_unsigned(stream.data()), &read,
                                                  stream.size(), writable(text), &written, text.size());
    if (status != LZMA_OK || written != text.size())
        return Error(Fault::corrupt, "an xz segment cannot be decompressed");
    return text;
}

Result<Joint> join_xz(std::span<const SegmentInfo> segments) {
    const std::unique_ptr<lzma_index, IndexEnd> index(lzma_index_init(nullptr));
    if (!index) return failure("starting an index", LZMA_MEM_ERROR);
    for (const SegmentInfo& segment : segments)
        if (const auto status = lzma_index_append(index.get(), nullptr, segment.unpadded_size, segment.text_size);
            status != LZMA_OK)
            return failure("listing a block", status);

    lzma_stream_flags flags{};
    flags.check = check;
    flags.backward_size = lzma_index_size(index.get());
    Joint joint;
    joint.before.resize(LZMA_STREAM_HEADER_SIZE);
    joint.after = TRY(render_index(index.get()));
    if (const auto status = lzma_stream_header_encode(&flags, writable(joint.before)); status != LZMA_OK)
        return failure("writing a stream header", status);
    std::string footer(LZMA_STREAM_HEADER_SIZE, '\0');
    if (const auto status = lzma_stream_footer_encode(&flags, writable(footer)); status != LZMA_OK)
        return failure("writing a stream footer", status);
    joint.after += footer;
    return joint;
}

}  // namespace slipway::index
