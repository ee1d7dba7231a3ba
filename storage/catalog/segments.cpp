#include "storage/catalog/segments.hpp"

#include "storage/catalog/connection.hpp"

#include <algorithm>
#include <utility>

namespace slipway::storage {
namespace {

/// Returns the checksum of all columns except the last, which stores it.
Checksum checksum_of_segment_row(const SegmentRow& segment) {
    Checksummer checksum;
    checksum.add_field(segment.block.raw());
    for (const std::string_view text :
         {name_of(segment.document), name_of(segment.form), std::string_view(segment.variant)})
        checksum.add_field(text);
    const auto& extent = segment.extent;
    for (const std::uint64_t number : {std::uint64_t{extent.pack}, extent.offset, extent.length, segment.text_size,
                                       std::uint64_t{segment.text_crc32}, segment.unpadded_size})
        checksum.add_field(std::to_string(number));
    checksum.add_field(extent.checksum.raw());
    return checksum.value();
}

SegmentRow read_segment(Row& row) {
    SegmentRow segment;
    segment.block = row.digest();
    const auto document = row.find_word<Document>();
    const auto form = row.find_word<Form>();
    segment.document = document.value_or(Document{});
    segment.form = form.value_or(Form{});
    segment.variant = row.text();
    segment.extent.pack = row.natural<std::uint32_t>();
    segment.extent.offset = row.natural<std::uint64_t>();
    segment.extent.length = row.natural<std::uint64_t>();
    segment.text_size = row.natural<std::uint64_t>();
    segment.text_crc32 = row.natural<std::uint32_t>();
    segment.unpadded_size = row.natural<std::uint64_t>();
    const auto checksum = row.optional_checksum();
    segment.has_checksum = checksum.has_value();
    segment.extent.checksum = checksum.value_or(Checksum{});
    const auto of_row = row.optional_checksum();
    segment.is_whole = document && form && (!of_row || *of_row == checksum_of_segment_row(segment));
    if (!segment.is_whole) segment.extent.pack = Extent::nowhere;
    return segment;
}

}  // namespace

Result<std::optional<SegmentRow>> find_segment(const ReadTransaction& tx, const Sha256& block, Document document,
                                               Form form, const std::string& variant) {
    return find_row(tx.connection(),
                    "SELECT block, document, form, variant, pack, \"offset\", length, text_size, text_crc32,"
                    " unpadded_size, checksum, row_checksum FROM segments WHERE block = ? AND document = ? AND form = "
                    "? AND variant = ?",
                    read_segment, block, document, form, variant);
}

const SegmentRow* BlockSegments::find(const Sha256& block, Document document, Form form) const {
    const auto found = by_block_.find(block);
    if (found == by_block_.end()) return nullptr;
    const auto segment = std::ranges::find_if(
        found->second, [&](const SegmentRow& row) { return row.document == document && row.form == form; });
    return segment == found->second.end() ? nullptr : &*segment;
}

void BlockSegments::add(SegmentRow segment) { by_block_[segment.block].push_back(std::move(segment)); }

Result<BlockSegments> find_segments(const ReadTransaction& tx, std::span<const Sha256> blocks,
                                    const std::string& variant) {
    BlockSegments found;
    TRY(for_each_row_of_set(
        tx.connection(),
        "SELECT block, document, form, variant, pack, \"offset\", length, text_size, text_crc32,"
        " unpadded_size, checksum, row_checksum FROM segments WHERE variant = ? AND block IN (?...)",
        blocks, [&](Row& row) { found.add(read_segment(row)); }, variant));
    return found;
}

Result<> insert_segment(WriteTransaction& tx, const SegmentRow& segment) {
    return execute_later(tx.connection(),
                         "INSERT INTO segments (block, document, form, variant, pack, \"offset\", length, text_size,"
                         " text_crc32, unpadded_size, checksum, row_checksum)"
                         " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                         " ON CONFLICT (block, document, form, variant) DO UPDATE SET pack = excluded.pack,"
                         " \"offset\" = excluded.\"offset\", length = excluded.length, text_size = excluded.text_size,"
                         " text_crc32 = excluded.text_crc32, unpadded_size = excluded.unpadded_size,"
                         " checksum = excluded.checksum, row_checksum = excluded.row_checksum",
                         segment.block, segment.document, segment.form, segment.variant, segment.extent.pack,
                         segment.extent.offset, segment.extent.length, segment.text_size, segment.text_crc32,
                         segment.unpadded_size, segment.extent.checksum, checksum_of_segment_row(segment));
}

Result<> visit_segments(const ReadTransaction& tx, const std::function<void(const SegmentRow&)>& visitor) {
    return for_each_of_many_rows(
        tx.connection(),
        "SELECT block, document, form, variant, pack, \"offset\", length, text_size, text_crc32,"
        " unpadded_size, checksum, row_checksum FROM segments",
        [&](Row& row) { visitor(read_segment(row)); });
}

Result<std::vector<SegmentRow>> segments_behind(const ReadTransaction& tx, const std::optional<SegmentRow>& last,
                                                std::size_t most) {
    const SegmentRow from = last.value_or(SegmentRow{});
    return find_rows(
        tx.connection(),
        "SELECT block, document, form, variant, pack, \"offset\", length, text_size, text_crc32,"
        " unpadded_size, checksum, row_checksum FROM segments WHERE (block, document, form, variant) > (?, ?, ?, ?)"
        " ORDER BY block, document, form, variant LIMIT ?",
        read_segment, from.block, from.document, from.form, from.variant, most);
}

Result<std::vector<SegmentRow>> segments_without_checksum(const ReadTransaction& tx, std::size_t most) {
    return find_rows(tx.connection(),
                     "SELECT block, document, form, variant, pack, \"offset\", length, text_size, text_crc32,"
                     " unpadded_size, checksum, row_checksum FROM segments WHERE row_checksum IS NULL LIMIT ?",
                     read_segment, most);
}

Result<std::uint32_t> last_pack(const ReadTransaction& tx) {
    const auto last = TRY(find_row(tx.connection(), "SELECT coalesce(max(pack), 0) FROM segments",
                                   [](Row& row) { return row.natural<std::uint32_t>(); }));
    return last.value_or(0);
}

Result<> delete_segment(WriteTransaction& tx, const SegmentRow& segment) {
    return execute(tx.connection(),
                   "DELETE FROM segments WHERE block = ? AND document = ? AND form = ? AND variant = ?", segment.block,
                   segment.document, segment.form, segment.variant);
}

Result<std::uint64_t> delete_segments_of(WriteTransaction& tx, const Sha256& block) {
    TRY(execute(tx.connection(), "DELETE FROM segments WHERE block = ?", block));
    return static_cast<std::uint64_t>(tx.connection().changes());
}

}  // namespace slipway::storage
