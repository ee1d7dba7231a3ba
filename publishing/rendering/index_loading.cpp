#include "publishing/rendering/index_loading.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

namespace slipway::publishing {
namespace {

Result<RenderedFile> load_file(const storage::BlockSegments& segments, const storage::IndexFileRow& row,
                               const RenderedIndex& index, Lost lost) {
    if (!row.is_whole)
        return Error(Fault::corrupt, "the catalog's row of index file " + row.sha256.hex() + " is not what was stored");
    RenderedFile file;
    file.output = {row.document, row.form};
    file.sha256 = row.sha256;
    file.size = row.size;
    file.published_at = row.published_at;
    for (const auto& block : index.blocks) {
        const auto* segment = segments.find(block, row.document, row.form);
        const bool is_lost = segment == nullptr || segment->extent.pack == storage::Extent::nowhere;
        if (is_lost && lost == Lost::fails)
            return Error(Fault::corrupt,
                         "the catalog lacks the segment of block " + block.hex() + "; run slipwayd fsck --repair");
        file.segments.push_back(segment != nullptr ? placed(*segment) : PlacedSegment{});
    }
    const bool complete = std::ranges::none_of(file.segments, [](const auto& segment) { return segment.is_lost(); });
    if (!complete) return file;
    file.joint = TRY(joint_of(index, file, index.count));
    if (row.composition && *row.composition != composition_of(file))
        return Error(Fault::corrupt, "index file " + row.sha256.hex() + " was made of other segments than there are");
    return file;
}

}  // namespace

Result<std::shared_ptr<const RenderedIndex>> load_index(const storage::ReadTransaction& tx,
                                                        const index::NodeReader& nodes,
                                                        const std::vector<storage::IndexFileRow>& rows, Lost lost) {
    auto index = std::make_shared<RenderedIndex>();
    const auto& first = rows.front();
    TRY(check_kind(first.index));
    index->key = first.index;
    index->root = first.list_root;
    index->variant = first.variant;
    index->count = TRY(index::count_of(nodes, index->root));
    for (const auto& block : TRY(index::blocks_of(nodes, index->root))) index->blocks.push_back(block.hash);
    std::map<std::string, storage::BlockSegments> segments;  // by variant: one, unless files are of several programs
    for (const auto& row : rows) {
        const auto [known, is_new] = segments.try_emplace(row.variant);
        if (is_new) known->second = TRY(storage::find_segments(tx, index->blocks, row.variant));
        index->files.push_back(TRY(load_file(known->second, row, *index, lost)));
    }
    if (!std::ranges::all_of(rows, [](const auto& row) { return row.composition.has_value(); }))
        index->standing = Standing::older;
    // The catalog keeps no order; outputs are listed by document, plain first, as IndexKind::outputs has them.
    const auto rank = [](const RenderedFile& file) { return std::tuple(file.output.document, file.output.form); };
    std::sort(index->files.begin(), index->files.end(),
              [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    return std::shared_ptr<const RenderedIndex>(std::move(index));
}

}  // namespace slipway::publishing
