#include "publishing/rendering/index_loading.hpp"

#include <algorithm>
#include <tuple>

namespace slipway::publishing {
namespace {

Result<RenderedFile> load_file(const storage::ReadTransaction& tx, const storage::IndexFileRow& row,
                               const RenderedIndex& index, Lost lost) {
    RenderedFile file;
    file.output = {row.document, row.form};
    file.sha256 = row.sha256;
    file.size = row.size;
    file.published_at = row.published_at;
    for (const auto& block : index.blocks) {
        const auto segment = TRY(storage::find_segment(tx, block, row.document, row.form, row.variant));
        const bool is_lost = !segment || segment->extent.pack == storage::Extent::nowhere;
        if (is_lost && lost == Lost::fails)
            return Error(Fault::corrupt,
                         "the catalog lacks the segment of block " + block.hex() + "; run slipwayd fsck --repair");
        file.segments.push_back(segment ? placed(*segment) : PlacedSegment{});
    }
    const bool complete = std::ranges::none_of(file.segments, [](const auto& segment) { return segment.is_lost(); });
    if (complete) file.joint = TRY(joint_of(file, index.count));
    return file;
}

}  // namespace

Result<std::shared_ptr<const RenderedIndex>> load_index(const storage::ReadTransaction& tx,
                                                        const index::NodeReader& nodes,
                                                        const std::vector<storage::IndexFileRow>& rows, Lost lost) {
    auto index = std::make_shared<RenderedIndex>();
    const auto& first = rows.front();
    index->key = {first.distro, first.component, first.architecture};
    index->root = first.list_root;
    index->variant = first.variant;
    index->count = TRY(index::count_of(nodes, index->root));
    for (const auto& block : TRY(index::blocks_of(nodes, index->root))) index->blocks.push_back(block.hash);
    for (const auto& row : rows) index->files.push_back(TRY(load_file(tx, row, *index, lost)));
    // The catalog keeps no order; outputs are listed by document, plain first, as outputs_of has them.
    const auto rank = [](const RenderedFile& file) { return std::tuple(file.output.document, file.output.form); };
    std::sort(index->files.begin(), index->files.end(),
              [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    return std::shared_ptr<const RenderedIndex>(std::move(index));
}

}  // namespace slipway::publishing
