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
        if (distro.id == damaged.file.distro) return distro;
    return Error(Fault::corrupt, "its distro does not exist");
}

Result<Output> output_of(const storage::DistroRow& distro, const storage::IndexFileRow& file) {
    for (auto& output : outputs_of(distro))
        if (output.document == file.document && output.form == file.form) return std::move(output);
    return Error(Fault::unsupported, "its distro is not published in this form any more");
}

/// The bytes that a damaged segment had. Faults: corrupt, unsupported, with the reason.
Result<std::string> bytes_again(const storage::ReadTransaction& tx, const storage::SegmentRow& row) {
    auto segment = TRY(render_again(tx, row));
    if (checksum_of(segment.bytes) != row.extent.checksum)
        return Error(Fault::corrupt, "its packages give other bytes today than they did");
    return std::move(segment.bytes);
}

}  // namespace

Result<> repair_segments(storage::Catalog& catalog, storage::SegmentStore& segments,
                         const std::vector<storage::SegmentRow>& damaged, storage::Findings& findings) {
    if (damaged.empty()) return {};
    auto tx = TRY(catalog.write());
    for (auto row : damaged) {
        const std::string what = storage::name_of(row) + " is not what was written, or is lost";
        auto bytes = bytes_again(tx, row);
        if (bytes.ok()) {
            row.extent = TRY(segments.append({&*bytes, 1})).front();
            findings.repaired("segment", what + "; rendered again");
        } else {
            if (bytes.error().fault() != Fault::corrupt && bytes.error().fault() != Fault::unsupported)
                return bytes.error();
            row.extent.pack = storage::Extent::nowhere;
            findings.repaired("segment", what + "; forgotten, as " + bytes.error().message());
        }
        TRY(storage::insert_segment(tx, row));
    }
    TRY(segments.sync());
    return std::move(tx).commit();
}

Result<> repair_index_file(storage::Catalog& catalog, storage::SegmentStore& segments, const DamagedFile& damaged) {
    const auto distro = TRY(distro_of(damaged));
    const auto output = TRY(output_of(distro, damaged.file));
    if (variant_of(distro, damaged.file.component) != damaged.file.variant)
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
