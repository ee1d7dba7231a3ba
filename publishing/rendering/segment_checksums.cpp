#include "publishing/rendering/segment_checksums.hpp"

#include "publishing/rendering/rendered_index.hpp"
#include "publishing/rendering/rendering_again.hpp"

namespace slipway::publishing {
namespace {

constexpr std::size_t rows_at_once = 200;

Result<Checksum> checksum_of_stored(const storage::SegmentStore& segments, const storage::SegmentRow& row) {
    const auto bytes = TRY(segments.read_unchecked(row.extent));
    TRY(index::text_of_segment(row.form, bytes, placed(row).info));
    return checksum_of(bytes);
}

/// What is not approved keeps its row, so that it can be rendered again, with the checksum of nothing. A row that lacks
/// its own checksum alone gets it when it is stored.
storage::SegmentRow filled_in(const storage::SegmentStore& segments, storage::SegmentRow row, const Log& log) {
    if (row.has_checksum) return row;
    const auto checksum = checksum_of_stored(segments, row);
    row.has_checksum = true;
    if (checksum.ok()) {
        row.extent.checksum = *checksum;
        return row;
    }
    log.failure("an index segment of block " + row.block.hex() + " is damaged", checksum.error());
    row.extent.pack = storage::Extent::nowhere;
    return row;
}

}  // namespace

Result<> fill_in_checksums(storage::Catalog& catalog, const storage::SegmentStore& segments, const Log& log) {
    std::uint64_t count = 0;
    while (true) {
        auto tx = TRY(catalog.write());
        const auto rows = TRY(storage::segments_without_checksum(tx, rows_at_once));
        for (const auto& row : rows) TRY(storage::insert_segment(tx, filled_in(segments, row, log)));
        TRY(std::move(tx).commit());
        count += rows.size();
        if (rows.size() < rows_at_once) break;
        log.info("index segments get checksums", {{"segments", std::to_string(count)}});
    }
    if (count > 0) log.info("every index segment has a checksum", {{"segments", std::to_string(count)}});
    return {};
}

}  // namespace slipway::publishing
