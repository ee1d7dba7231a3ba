// What happens when bytes in a pack turn out to be damaged. A publication that hashes, the scrub, or the building of a
// tree may find them.
//
//     found ──▶ trees that do not serve them ──▶ rendered again ──▶ the same bytes: stored elsewhere, served again
//                                                              ├──▶ other bytes: the index is published anew
//                                                              └──▶ cannot be made: not served, until fsck or a
//                                                                   backup; forgotten where only replaced indexes
//                                                                   need it
//
// A reader that names the old extent gets the same bytes from the new one, so no index is touched, and no digest
// changes.
#include "publishing/publisher/damaged_segments.hpp"

#include "publishing/publisher/publisher_state.hpp"
#include "publishing/publisher/republishing.hpp"
#include "publishing/rendering/rendering_again.hpp"
#include "storage/catalog/repeated_write.hpp"

#include <algorithm>
#include <utility>

namespace slipway::publishing {
namespace {

constexpr std::size_t most_at_once = 64;  // segments of one job: what is done is served

std::string place_of(const storage::Extent& extent) {
    return std::to_string(extent.pack) + ":" + std::to_string(extent.offset) + "+" + std::to_string(extent.length);
}

bool has_segment_at(const RenderedIndex& index, const std::vector<storage::Extent>& extents) {
    return std::ranges::any_of(index.files, [&](const RenderedFile& file) {
        return std::ranges::any_of(file.segments, [&](const PlacedSegment& segment) {
            return std::ranges::find(extents, segment.extent) != extents.end();
        });
    });
}

}  // namespace

void DamagedSegments::record(const storage::Extent& extent) {
    ++of_.counters.segments_damaged;
    of_.parts.log.error("a stored index segment is damaged",
                        {{"place", place_of(extent)}, {"message", "it is not served any more and is rendered again"}});
    damaged_.push_back(extent);
    render_again();
}

void DamagedSegments::render_again() {
    if (is_rendering_ || damaged_.empty() || of_.stopping) return;
    is_rendering_ = true;
    // The turn comes behind those that are queued already, as a lost pack is recorded segment by segment.
    of_.turns.post([this] { begin(); });
}

void DamagedSegments::begin() {
    refresh_trees();
    if (damaged_.empty() || of_.stopping) {
        is_rendering_ = false;
        return;
    }
    const auto count = std::min(damaged_.size(), most_at_once);
    std::vector<storage::Extent> extents(damaged_.end() - static_cast<std::ptrdiff_t>(count), damaged_.end());
    damaged_.resize(damaged_.size() - count);
    of_.quiet.post([this, extents = std::move(extents)] { render(extents); });
}

/// In the quiet lane.
void DamagedSegments::render(const std::vector<storage::Extent>& extents) {
    const auto remake = [&] { return remake_segments(of_.parts.catalog, of_.segments, extents); };
    auto made = of_.guard.result_of("rendering again", remake);
    of_.turns.run([&] {
        const Result<> ended = made.ok() ? end(extents, std::move(*made)) : Result<>(made.error());
        if (ended.ok())
            begin();
        else
            put_off(extents, ended.error());
    });
}

/// A disk that takes a publication takes segments, too: the next commit starts it again.
void DamagedSegments::put_off(const std::vector<storage::Extent>& extents, const Error& error) {
    of_.parts.log.failure("damaged index segments cannot be rendered again now", error);
    damaged_.insert(damaged_.end(), extents.begin(), extents.end());
    refresh_trees();
    is_rendering_ = false;
}

/// Damaged places that the catalog does not name any more: an index may, and have its segment elsewhere since, as two
/// repositories may have rendered one block at the same time. Where none does nobody needs the bytes.
void DamagedSegments::finish_unnamed(const std::vector<storage::Extent>& extents,
                                     const std::vector<RemadeSegment>& remade) {
    for (const auto& extent : extents) {
        const auto is_it = [&](const RemadeSegment& made) { return made.before.extent == extent; };
        if (std::ranges::any_of(remade, is_it) || of_.segments.store().find(extent)) continue;
        const auto elsewhere = find_elsewhere(extent);
        if (elsewhere.ok() && *elsewhere)
            of_.segments.move(extent, **elsewhere);
        else
            of_.segments.write_off(extent);
    }
}

/// The same bytes in the place that the catalog has for them.
Result<std::optional<storage::Extent>> DamagedSegments::find_elsewhere(const storage::Extent& extent) const {
    const auto tx = TRY(of_.parts.catalog.read());
    for (const auto& [name, slot] : of_.slots)
        for (const auto& [channel, publication] : slot.served)
            for (const auto& [key, index] : publication.indexes)
                for (const auto& file : index->files) {
                    const auto at = std::ranges::find(file.segments, extent, &PlacedSegment::extent);
                    if (at == file.segments.end()) continue;
                    const auto& block = index->blocks[static_cast<std::size_t>(at - file.segments.begin())];
                    const auto& [document, form] = file.output;
                    const auto row = TRY(storage::find_segment(tx, block, document, form, index->variant));
                    if (row && row->extent.checksum == at->extent.checksum)
                        return of_.segments.store().find(row->extent);
                }
    return std::optional<storage::Extent>();
}

Result<> DamagedSegments::end(const std::vector<storage::Extent>& extents, std::vector<RemadeSegment> remade) {
    finish_unnamed(extents, remade);
    TRY(store_remade(of_.parts.catalog, remade));
    for (const auto& made : remade) {
        if (made.now) of_.segments.move(made.before.extent, *made.now);
        if (!made.needed) of_.segments.write_off(made.before.extent);
        report(made);
    }
    publish_anew(remade);
    return {};
}

Result<> DamagedSegments::find_lost() {
    lost_ = TRY(remake_lost_segments(of_.parts.catalog, of_.segments));
    if (lost_.empty()) return {};
    TRY(store_remade(of_.parts.catalog, lost_));
    for (const auto& made : lost_) report(made);
    return {};
}

void DamagedSegments::report(const RemadeSegment& made) {
    if (made.now) {
        ++of_.counters.segments_rendered_again;
        of_.parts.log.warning("a damaged index segment was rendered again",
                              {{"segment", segment_text(made.before)}, {"place", place_of(made.before.extent)}});
    } else if (!made.needed) {
        of_.parts.log.warning("a damaged index segment is not needed any more",
                              {{"segment", segment_text(made.before)},
                               {"message", made.why + "; the replaced indexes that list it are forgotten"}});
    } else {
        ++of_.counters.segments_lost;
        of_.parts.log.error("a damaged index segment cannot be rendered again",
                            {{"segment", segment_text(made.before)}, {"message", made.why + "; see slipwayd fsck"}});
    }
}

/// Trees in which nothing damaged is served, and everything that was mended.
void DamagedSegments::refresh_trees() {
    of_.snapshots.clear();
    for (auto& [name, slot] : of_.slots) {
        if (!slot.state) continue;
        auto published = build_repository(slot, nullptr, of_.segments.store(), of_.parts.clock.now());
        if (published.ok())
            slot.published = std::move(*published);
        else
            of_.parts.log.failure("the published files of " + name + " cannot be put together", published.error());
    }
    of_.switch_tree([] {});
}

/// What cannot be made as it was, say because a compressor writes other bytes since an upgrade, is made as it is today:
/// the indexes that need it get new digests and new signatures.
void DamagedSegments::publish_anew(const std::vector<RemadeSegment>& remade) {
    std::vector<storage::Extent> extents;
    std::vector<storage::SegmentRow> lost_bytes;
    for (const auto& made : remade) {
        if (!made.other_bytes || !made.needed) continue;
        extents.push_back(made.before.extent);
        lost_bytes.push_back(made.before);
    }
    if (extents.empty()) return;
    IndexesToPublish affected;
    for (const auto& [name, slot] : of_.slots)
        for (const auto& [channel, publication] : slot.served)
            for (const auto& [key, index] : publication.indexes)
                if (has_segment_at(*index, extents)) affected[name].emplace(channel, key);
    const auto write_off = [this, extents, lost_bytes] {
        for (const auto& extent : extents) of_.segments.write_off(extent);
        forget_replaced(lost_bytes);
    };
    if (affected.empty()) write_off();
    republish(of_, affected, write_off);
}

/// Indexes that were published anew, and so were replaced, had bytes that are lost.
void DamagedSegments::forget_replaced(const std::vector<storage::SegmentRow>& unmakeable) {
    const auto forget = [&](storage::WriteTransaction& tx) -> Result<> {
        TRY(forget_unmakeable(tx, unmakeable));
        return {};
    };
    if (const auto forgotten = storage::write_repeatedly(of_.parts.catalog, forget); !forgotten.ok())
        of_.parts.log.failure("replaced indexes that cannot be made any more stay listed", forgotten.error());
}

void DamagedSegments::begin_work() { publish_anew(std::exchange(lost_, {})); }

}  // namespace slipway::publishing
