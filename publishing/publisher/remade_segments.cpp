#include "publishing/publisher/remade_segments.hpp"

#include "publishing/rendering/rendered_index.hpp"
#include "publishing/rendering/rendering_again.hpp"
#include "storage/catalog/repeated_write.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace slipway::publishing {
namespace {

using Remake = std::function<Result<RemadeSegment>(const storage::ReadTransaction&, storage::SegmentRow)>;

/// The rows that are wanted, in one pass through the table.
Result<std::vector<storage::SegmentRow>> rows_where(const storage::ReadTransaction& tx,
                                                    const std::function<bool(const storage::Extent&)>& wanted) {
    std::vector<storage::SegmentRow> rows;
    TRY(storage::visit_segments(tx, [&](const storage::SegmentRow& row) {
        if (wanted(row.extent)) rows.push_back(row);
    }));
    return rows;
}

/// Whether these are the bytes that were lost. A segment that was damaged before it got a checksum is known by its
/// measures alone.
bool is_same(const index::Segment& segment, const storage::SegmentRow& row) {
    if (row.extent.checksum != Checksum{}) return checksum_of(segment.bytes) == row.extent.checksum;
    return segment.info == placed(row).info;
}

/// Whether it says nothing of the segment, which may be rendered another time.
bool may_pass(const Error& error) {
    const auto fault = error.fault();
    return fault == Fault::io || fault == Fault::storage_full || fault == Fault::busy;
}

RemadeSegment not_made(storage::SegmentRow row, std::string why) {
    return {std::move(row), std::nullopt, std::move(why)};
}

/// Renders one segment and stores it, if it has the bytes it had. Not synced. Faults: those that may pass.
Result<RemadeSegment> remake_one(const storage::ReadTransaction& tx, SegmentWriter& segments, storage::SegmentRow row) {
    auto segment = render_again(tx, row);
    if (!segment.ok() && may_pass(segment.error())) return std::move(segment).error();
    if (!segment.ok()) return not_made(std::move(row), segment.error().message());
    if (is_same(*segment, row)) {
        describe(row, segment->info);  // the row may be what was damaged
        const auto extent = TRY(segments.append(segment->bytes));
        return RemadeSegment{std::move(row), extent, {}};
    }
    auto made = not_made(std::move(row), "its packages give other bytes today than they did");
    made.other_bytes = true;
    return made;
}

Result<std::vector<RemadeSegment>> remake_where(const storage::Catalog& catalog, SegmentWriter& segments,
                                                const std::function<bool(const storage::Extent&)>& wanted,
                                                const Remake& remake) {
    std::vector<RemadeSegment> remade;
    const auto mark = segments.mark();
    {
        const auto tx = TRY(catalog.read());
        for (auto& row : TRY(rows_where(tx, wanted))) remade.push_back(TRY(remake(tx, std::move(row))));
    }
    if (!remade.empty()) TRY(segments.sync(mark));
    return remade;
}

}  // namespace

Result<std::vector<RemadeSegment>> remake_segments(const storage::Catalog& catalog, SegmentWriter& segments,
                                                   const std::vector<storage::Extent>& places) {
    const auto wanted = [&](const storage::Extent& extent) {
        return std::ranges::find(places, extent) != places.end();
    };
    return remake_where(catalog, segments, wanted, [&](const storage::ReadTransaction& tx, storage::SegmentRow row) {
        return remake_one(tx, segments, std::move(row));
    });
}

Result<std::vector<RemadeSegment>> remake_lost_segments(const storage::Catalog& catalog, SegmentWriter& segments) {
    const auto is_lost = [](const storage::Extent& extent) { return extent.pack == storage::Extent::nowhere; };
    const auto remake = [&](const storage::ReadTransaction& tx, storage::SegmentRow row) -> Result<RemadeSegment> {
        auto made = remake_one(tx, segments, row);
        if (!made.ok()) return not_made(std::move(row), made.error().message());
        return made;
    };
    return remake_where(catalog, segments, is_lost, remake);
}

Result<> store_remade(storage::Catalog& catalog, std::vector<RemadeSegment>& remade) {
    if (remade.empty()) return {};
    std::vector<storage::SegmentRow> forgotten;
    const auto write = [&](storage::WriteTransaction& tx) -> Result<> {
        std::vector<storage::SegmentRow> unmakeable;
        for (const auto& made : remade) {
            auto row = made.before;
            const auto current = TRY(storage::find_segment(tx, row.block, row.document, row.form, row.variant));
            if (!current || current->extent != row.extent) continue;
            if (made.now)
                row.extent = *made.now;
            else
                row.extent.pack = storage::Extent::nowhere;
            TRY(storage::insert_segment(tx, row));
            if (!made.now) unmakeable.push_back(row);
        }
        forgotten = TRY(forget_unmakeable(tx, std::move(unmakeable)));
        return {};
    };
    TRY(storage::write_repeatedly(catalog, write));
    for (auto& made : remade)
        made.needed = std::ranges::none_of(
            forgotten, [&](const storage::SegmentRow& row) { return segment_text(row) == segment_text(made.before); });
    return {};
}

std::string segment_text(const storage::SegmentRow& row) {
    return fmt::format("{} {} {} {}", row.block.hex(), name_of(row.document), name_of(row.form), row.variant);
}

}  // namespace slipway::publishing
