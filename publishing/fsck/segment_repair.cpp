#include "publishing/fsck/segment_repair.hpp"

#include "publishing/content/stored_nodes.hpp"
#include "publishing/rendering/rendered_index.hpp"
#include "publishing/rendering/rendering_again.hpp"
#include "storage/fsck/store_checks.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

Result<storage::DistroRow> distro_of(const DamagedFile& damaged) {
    for (const auto& distro : damaged.repository.distros)
        if (distro.id == damaged.file.index.distro) return distro;
    return Error(Fault::corrupt, "its distro does not exist");
}

Result<Output> output_of(const formats::IndexKind& kind, const storage::DistroRow& distro,
                         const storage::IndexFileRow& file) {
    for (const auto& output : kind.outputs(distro.compression))
        if (output.document == file.document && output.form == file.form) return output;
    return Error(Fault::unsupported, "its distro is not published in this form any more");
}

/// The bytes that a damaged segment had. Faults: corrupt, unsupported, with the reason.
Result<index::Segment> made_again(const storage::ReadTransaction& tx, const storage::SegmentRow& row) {
    auto segment = TRY(render_again(tx, row));
    if (checksum_of(segment.bytes) != row.extent.checksum)
        return Error(Fault::corrupt, "its packages give other bytes today than they did");
    return segment;
}

}  // namespace

Result<> repair_segments(storage::Catalog& catalog, storage::SegmentStore& segments,
                         const std::vector<storage::SegmentRow>& damaged, storage::Findings& findings) {
    if (damaged.empty()) return {};
    auto tx = TRY(catalog.write());
    for (auto row : damaged) {
        const std::string what = storage::name_of(row) + " is not what was written, or is lost";
        const auto segment = made_again(tx, row);
        if (segment.ok()) {
            row.extent = TRY(segments.append({&segment->bytes, 1})).front();
            describe(row, segment->info);  // the row may be what was damaged
            findings.repaired("segment", what + "; rendered again");
        } else {
            if (segment.error().fault() != Fault::corrupt && segment.error().fault() != Fault::unsupported)
                return segment.error();
            row.extent.pack = storage::Extent::nowhere;
            findings.repaired("segment", what + "; forgotten, as " + segment.error().message());
        }
        TRY(storage::insert_segment(tx, row));
    }
    TRY(segments.sync());
    return std::move(tx).commit();
}

Result<> repair_index_file(storage::Catalog& catalog, storage::SegmentStore& segments, const DamagedFile& damaged) {
    if (!damaged.file.is_whole)
        return Error(Fault::corrupt, "nobody can tell what it was; the next start of the daemon publishes it anew");
    const auto distro = TRY(distro_of(damaged));
    TRY(check_kind(damaged.file.index));
    const auto& kind = kind_of(damaged.file.index);
    const auto output = TRY(output_of(kind, distro, damaged.file));
    if (kind.variant(damaged.file.index.component) != damaged.file.variant)
        return Error(Fault::unsupported, "it was rendered by another version of slipwayd");

    auto tx = TRY(catalog.write());
    const StoredNodes nodes(tx);
    for (const auto& block : TRY(index::blocks_of(nodes, damaged.file.list_root))) {
        storage::SegmentRow row;
        row.block = block.hash;
        row.document = output.document;
        row.form = damaged.file.form;
        row.variant = damaged.file.variant;
        const auto segment = TRY(render_again(tx, row));
        const auto extents = TRY(segments.append({&segment.bytes, 1}));
        TRY(storage::insert_segment(tx,
                                    row_of(block.hash, output, damaged.file.variant, {extents.front(), segment.info})));
    }
    TRY(segments.sync());
    TRY(check_index_file(tx, segments, damaged.file).during("after rendering it again"));
    return std::move(tx).commit();
}

}  // namespace slipway::publishing
