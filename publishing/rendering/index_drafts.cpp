#include "publishing/rendering/index_drafts.hpp"

#include "publishing/rendering/known_blocks.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace slipway::publishing {
namespace {

class Drafting {
public:
    Drafting(const DraftSources& sources, Seconds published_at) : sources_(sources), published_at_(published_at) {}

    Result<> add(const IndexToRender& wanted);
    IndexDrafts finish() { return std::move(drafts_); }

private:
    Result<std::shared_ptr<RenderedIndex>> empty_index(const IndexToRender& wanted) const;
    Result<> place_known(IndexDraft& draft);
    std::vector<std::size_t> damaged_blocks(const RenderedIndex& index, std::span<const Gap> gaps) const;
    bool place_stored(const storage::BlockSegments& stored, const IndexDraft& draft, std::size_t block) const;
    void record_missing(IndexDraft& draft, std::size_t block, BlockRange replaced);

    const DraftSources& sources_;
    const Seconds published_at_;
    IndexDrafts drafts_;
    std::map<std::tuple<Sha256, std::string, Document, Compression>, std::size_t> missing_by_key_;
};

Result<> Drafting::add(const IndexToRender& wanted) {
    return place_known(drafts_.drafts.emplace_back(wanted, TRY(empty_index(wanted))));
}

Result<std::shared_ptr<RenderedIndex>> Drafting::empty_index(const IndexToRender& wanted) const {
    auto index = std::make_shared<RenderedIndex>();
    index->key = wanted.key;
    index->root = wanted.root;
    index->count = TRY(index::count_of(sources_.nodes, wanted.root));
    const auto& kind = kind_of(wanted.key);
    index->variant = kind.variant(wanted.key.component);
    for (const auto& block : TRY(index::blocks_of(sources_.nodes, wanted.root))) index->blocks.push_back(block.hash);
    for (const auto& output : kind.outputs(wanted.distro.compression)) {
        auto& file = index->files.emplace_back();
        file.output = output;
        file.published_at = published_at_;
        file.segments.resize(index->blocks.size());
        const bool counts_entries = !kind.header(output.document, 0).empty();
        if (counts_entries) file.ahead = std::make_shared<StatesAhead>();
    }
    return index;
}

/// Fills in the segments that exist already and notes the blocks that have to be rendered.
Result<> Drafting::place_known(IndexDraft& draft) {
    RenderedIndex& index = *draft.index;
    const auto gaps = place_known_blocks(draft.wanted.previous.get(), index);
    const auto damaged = damaged_blocks(index, gaps);
    if (gaps.empty() && damaged.empty()) return {};

    // The catalog is read after all of them are protected, so that it shows what was deleted before.
    std::vector<Sha256> wanted;
    for (const auto& gap : gaps)
        for (std::size_t i = gap.blocks.begin; i < gap.blocks.end; ++i) {
            sources_.gc_guard.protect(index.blocks[i]);
            wanted.push_back(index.blocks[i]);
        }
    for (const auto i : damaged) wanted.push_back(index.blocks[i]);
    const auto tx = TRY(sources_.catalog.read());
    const auto stored = TRY(storage::find_segments(tx, wanted, index.variant));
    for (const auto& gap : gaps)
        for (std::size_t i = gap.blocks.begin; i < gap.blocks.end; ++i)
            if (!place_stored(stored, draft, i)) record_missing(draft, i, gap.replaced);
    for (const auto i : damaged)
        if (!place_stored(stored, draft, i)) record_missing(draft, i, {});
    return {};
}

/// Blocks of which the index before has a segment that is damaged: they are not known any more.
std::vector<std::size_t> Drafting::damaged_blocks(const RenderedIndex& index, std::span<const Gap> gaps) const {
    const auto& store = sources_.segments;
    std::vector<std::size_t> blocks;
    for (std::size_t i = 0; i < index.blocks.size(); ++i) {
        const auto is_whole = [&](const RenderedFile& file) { return store.find(file.segments[i].extent).has_value(); };
        if (std::ranges::all_of(index.files, is_whole)) continue;
        const auto has_it = [i](const Gap& gap) { return gap.blocks.begin <= i && i < gap.blocks.end; };
        if (std::ranges::none_of(gaps, has_it)) blocks.push_back(i);
    }
    return blocks;
}

/// Fills in the segments of a block. Returns false if one of them is not stored, or is damaged.
bool Drafting::place_stored(const storage::BlockSegments& stored, const IndexDraft& draft, std::size_t block) const {
    const RenderedIndex& index = *draft.index;
    for (auto& file : draft.index->files) {
        const auto* row = stored.find(index.blocks[block], file.output.document, file.output.form);
        if (row == nullptr || !row->has_checksum || !sources_.segments.find(row->extent)) return false;
        file.segments[block] = placed(*row);
    }
    return true;
}

void Drafting::record_missing(IndexDraft& draft, std::size_t block, BlockRange replaced) {
    const auto& wanted = draft.wanted;
    const Sha256& hash = draft.index->blocks[block];
    // Indexes share the work where they want the same outputs of the same texts.
    const auto [known, added] = missing_by_key_.try_emplace(
        {hash, draft.index->variant, wanted.key.kind, wanted.distro.compression}, drafts_.missing.size());
    if (added) drafts_.missing.push_back({hash, {}, replaced});
    drafts_.missing[known->second].places.push_back({&draft, block});
    for (auto& missing : draft.missing) ++missing;
    draft.all_known = false;
}

}  // namespace

Result<IndexDrafts> draft_indexes(const DraftSources& sources, std::span<const IndexToRender> wanted,
                                  Seconds published_at) {
    Drafting drafting(sources, published_at);
    for (const auto& index : wanted) TRY(drafting.add(index));
    return drafting.finish();
}

}  // namespace slipway::publishing
