#pragma once

#include "publishing/rendering/segment_writer.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/publications.hpp"

#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

/// A damaged segment and what became of it.
struct RemadeSegment {
    storage::SegmentRow before;
    std::optional<storage::Extent> now;  // where the same bytes are now, synced; nothing: they could not be made
    std::string why;                     // why they could not be made
    bool other_bytes = false;            // the packages exist, but give other bytes today
    bool needed = true;                  // false: only replaced indexes had it, which were forgotten
};

/// Renders the segments in these damaged places again and writes them elsewhere, synced. Reads every row of a segment.
/// Blocks. Faults: io, storage_full and busy, which say nothing of a segment, so it may be rendered another time.
Result<std::vector<RemadeSegment>> remake_segments(const storage::Catalog& catalog, SegmentWriter& segments,
                                                   const std::vector<storage::Extent>& places);

/// The same for the segments that have no place since an earlier damage, as their packages may be back. A fault keeps
/// the one segment from being made. Faults: io, storage_full and busy, of reading the rows and of the sync.
Result<std::vector<RemadeSegment>> remake_lost_segments(const storage::Catalog& catalog, SegmentWriter& segments);

/// Commits the new places, and takes their place from segments that could not be made. Those that only replaced indexes
/// had are forgotten with these, and `needed` says so. A row stays as it is if a publication that met the same damage
/// has changed it. Blocks. Faults: those of `write_repeatedly`.
Result<> store_remade(storage::Catalog& catalog, std::vector<RemadeSegment>& remade);

/// Returns what a log calls the segment: its block, document, form and variant.
std::string segment_text(const storage::SegmentRow& row);

}  // namespace slipway::publishing
