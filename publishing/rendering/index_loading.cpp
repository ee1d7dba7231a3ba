#include "publishing/rendering/index_loading.hpp"

#include <algorithm>
#include <tuple>

namespace slipway::publishing {
namespace {

Result<RenderedFile> load_file(const storage::ReadTransaction& tx, const storage::IndexFileRow& row,
                               const RenderedIndex& index, Lost lost) {
    if (!row.is_whole)
        return Error(Fault::corrupt, "the catalog's row of index file " + row.sha256.hex() + " is not what was stored");
    const auto form = parse_form(row.form);
    if (!form) return Error(Fault::corrupt, "index file " + row.sha256.hex() + " has an unknown form " + row.form);
    RenderedFile file;
    file.output = {row.document, *form};
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
    if (!complete) return file;
    file.joint = TRY(joint_of(file, index.count));
    if (row.composition && *row.composition != composition_of(file))
        return Error(Fault::corrupt, "index file " + row.sha256.hex() + " was made of other segments than there are");
    return file;
}

}  // namespace

std::optional<index::Form> parse_form(std::string_view name) {
    for (const auto form : {index::Form::plain, index::Form::gzip, index::Form::xz, index::Form::zstd})
        if (index::name_of(form) == name) return form;
    return std::nullopt;
}

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
    if (!std::ranges::all_of(rows, [](const auto& row) { return row.composition.has_value(); }))
        index->standing = Standing::older;
    // The catalog keeps no order; outputs are listed by document, plain first, as outputs_of has them.
    const auto rank = [](const RenderedFile& file) {
        const auto& name = file.output.document;
        return std::tuple(name == "other" ? 2 : name == "filelists" ? 1 : 0, file.output.form);
    };
    std::sort(index->files.begin(), index->files.end(),
              [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    return std::shared_ptr<const RenderedIndex>(std::move(index));
}

}  // namespace slipway::publishing
