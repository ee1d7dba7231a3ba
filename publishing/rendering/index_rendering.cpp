// Rendering on the cpu pool, in jobs of which none waits for another:
//
//     find blocks ──▶ render a run of blocks, in all forms ──▶ … the last one of a file ──▶ join and hash the file
//                └──▶ …                                    └──▶ the last one of all ──▶ sync the packs
//
// A run becomes one extent for each output, so that a file of many blocks is read and sent in few pieces. If fewer
// blocks are missing than there are threads, the forms of a block are compressed in parallel instead.
//
// A file is hashed as soon as its own segments are complete. So the longest hashing, over the uncompressed text, runs
// during the compression of the changed block, which is the other expensive step. A list that was published before, as
// after a rollback, is not hashed again while the catalog still has its files, made of the same segments.
//
// Nothing damaged is hashed, so nothing damaged is signed: the store checks every segment that is read, and one that
// fails is rendered again on the spot, in each form by itself, from the texts of its packages.
#include "publishing/rendering/index_rendering.hpp"

#include "publishing/rendering/block_texts.hpp"
#include "publishing/rendering/file_digest.hpp"
#include "publishing/rendering/known_blocks.hpp"
#include "publishing/rendering/packages_to_render.hpp"

#include <algorithm>
#include <utility>

namespace slipway::publishing {
namespace {

constexpr std::size_t longest_run = 32;             // blocks
constexpr std::size_t most_held = 4 * 1024 * 1024;  // bytes of a run that wait for their place in a pack
constexpr std::size_t most_reread = 4;              // blocks whose texts are read for one that takes their place

}  // namespace

IndexRendering::IndexRendering(Parts parts, Request request)
    : parts_(parts),
      request_(std::move(request)),
      syncing_(parts_.cpu, request_.lane),
      hashing_(parts_.cpu, request_.lane),
      compressing_(parts_.cpu, request_.lane) {}

Result<RenderedIndexes> IndexRendering::run() {
    const auto mark = parts_.segments.mark();
    TRY(find_blocks());
    for (auto& draft : drafts_)
        for (std::size_t file = 0; file < draft.index->files.size(); ++file) digest_when_whole(draft, file, 0);
    const bool side_by_side = missing_.size() < parts_.cpu_threads;
    for (const Run run : runs()) {
        compressing_.add([this, run, side_by_side]() -> Result<> {
            if (compressing_.failed()) return {};
            return side_by_side ? render_alone(run.front()) : render_run(run);
        });
    }
    auto compressed = compressing_.wait();
    syncing_.add([this, mark] { return parts_.segments.sync(mark); });
    auto hashed = hashing_.wait();
    TRY(std::move(compressed));
    TRY(std::move(hashed));
    return rendered();
}

/// Short enough to keep all threads busy to the end.
std::vector<IndexRendering::Run> IndexRendering::runs() const {
    const std::size_t share = missing_.size() / (std::size_t{8} * std::max(parts_.cpu_threads, 1U));
    const std::size_t longest = std::clamp<std::size_t>(share, 1, longest_run);
    const auto draft_of = [&](std::size_t i) { return missing_[i].places.front().draft; };
    std::vector<Run> runs;
    std::size_t first = 0;
    for (std::size_t i = 1; i <= missing_.size(); ++i) {
        if (i < missing_.size() && i - first < longest && draft_of(i) == draft_of(first)) continue;
        runs.emplace_back(&missing_[first], i - first);
        first = i;
    }
    return runs;
}

Result<> IndexRendering::render_run(Run run) {
    std::vector<Batch> batches(run.front().first().index->files.size());
    const auto place_all = [&]() -> Result<> {
        for (std::size_t file = 0; file < batches.size(); ++file) TRY(place(file, std::exchange(batches[file], {})));
        return {};
    };
    for (const MissingBlock& block : run) {
        const auto texts = TRY(texts_of(block));
        std::size_t held = 0;
        for (std::size_t file = 0; file < batches.size(); ++file) {
            TRY(compress(block, file, texts, batches[file]));
            held += batches[file].bytes.size();
        }
        if (held > most_held) TRY(place_all());
    }
    return place_all();
}

Result<> IndexRendering::render_alone(const MissingBlock& block) {
    const auto texts = std::make_shared<const Texts>(TRY(texts_of(block)));
    for (std::size_t file = 0; file < block.first().index->files.size(); ++file) {
        const auto job = [this, &block, file, texts]() -> Result<> {
            Batch batch;
            TRY(compress(block, file, *texts, batch));
            return place(file, std::move(batch));
        };
        // Storing the plain text is no work, and its file takes the longest to hash: that shall begin at once.
        if (block.first().index->files[file].output.form == index::Form::plain)
            TRY(job());
        else
            compressing_.add(job);
    }
    return {};
}

void IndexRendering::digest_when_whole(Draft& draft, std::size_t file, std::size_t segments_added) {
    auto& missing = draft.missing[file];
    if (missing.fetch_sub(segments_added) != segments_added) return;
    hashing_.add([this, &draft, file] { return join(draft, file); });
}

RenderedIndexes IndexRendering::rendered() {
    RenderedIndexes rendered;
    for (const auto& draft : drafts_) rendered.indexes.push_back(draft.index);
    rendered.new_segments = std::move(new_segments_);
    return rendered;
}

Result<> IndexRendering::find_blocks() {
    for (const auto& wanted : request_.indexes) {
        auto index = std::make_shared<RenderedIndex>();
        index->key = wanted.key;
        index->root = wanted.root;
        index->count = TRY(index::count_of(*request_.nodes, wanted.root));
        const auto& kind = kind_of(wanted.key);
        index->variant = kind.variant(wanted.key.component);
        for (const auto& block : TRY(index::blocks_of(*request_.nodes, wanted.root)))
            index->blocks.push_back(block.hash);
        for (const auto& output : kind.outputs(wanted.distro.compression)) {
            auto& file = index->files.emplace_back();
            file.output = output;
            file.published_at = request_.published_at;
            file.segments.resize(index->blocks.size());
            const bool counts_entries = !kind.header(output.document, 0).empty();
            if (counts_entries) file.ahead = std::make_shared<StatesAhead>();
        }
        TRY(place_known(drafts_.emplace_back(wanted, std::move(index))));
    }
    return {};
}

/// Fills in the segments that exist already and notes the blocks that have to be rendered.
Result<> IndexRendering::place_known(Draft& draft) {
    RenderedIndex& index = *draft.index;
    const auto gaps = place_known_blocks(draft.wanted.previous.get(), index);
    const auto damaged = damaged_blocks(index, gaps);
    if (gaps.empty() && damaged.empty()) return {};

    // The catalog is read after all of them are protected, so that it shows what was deleted before.
    std::vector<Sha256> wanted;
    for (const auto& gap : gaps)
        for (std::size_t i = gap.blocks.begin; i < gap.blocks.end; ++i) {
            parts_.gc_guard.protect(index.blocks[i]);
            wanted.push_back(index.blocks[i]);
        }
    for (const auto i : damaged) wanted.push_back(index.blocks[i]);
    const auto tx = TRY(parts_.catalog.read());
    const auto stored = TRY(storage::find_segments(tx, wanted, index.variant));
    for (const auto& gap : gaps)
        for (std::size_t i = gap.blocks.begin; i < gap.blocks.end; ++i)
            if (!place_stored(stored, draft, i)) record_missing(draft, i, gap.replaced);
    for (const auto i : damaged)
        if (!place_stored(stored, draft, i)) record_missing(draft, i, {});
    return {};
}

/// Blocks of which the index before has a segment that is damaged: they are not known any more.
std::vector<std::size_t> IndexRendering::damaged_blocks(const RenderedIndex& index, std::span<const Gap> gaps) const {
    const auto& store = parts_.segments.store();
    std::vector<std::size_t> blocks;
    for (std::size_t i = 0; i < index.blocks.size(); ++i) {
        const auto is_whole = [&](const RenderedFile& file) { return store.find(file.segments[i].extent).has_value(); };
        if (std::ranges::all_of(index.files, is_whole)) continue;
        const auto has_it = [i](const Gap& gap) { return gap.blocks.begin <= i && i < gap.blocks.end; };
        if (std::ranges::none_of(gaps, has_it)) blocks.push_back(i);
    }
    return blocks;
}

bool IndexRendering::place_stored(const storage::BlockSegments& stored, Draft& draft, std::size_t block) const {
    const RenderedIndex& index = *draft.index;
    for (auto& file : draft.index->files) {
        const auto* row = stored.find(index.blocks[block], file.output.document, file.output.form);
        if (row == nullptr || !row->has_checksum || !parts_.segments.store().find(row->extent)) return false;
        file.segments[block] = placed(*row);
    }
    return true;
}

void IndexRendering::record_missing(Draft& draft, std::size_t block, BlockRange replaced) {
    const auto& wanted = draft.wanted;
    const Sha256& hash = draft.index->blocks[block];
    // Indexes share the work where they want the same outputs of the same texts.
    const auto [known, added] = missing_by_key_.try_emplace(
        {hash, draft.index->variant, wanted.key.kind, wanted.distro.compression}, missing_.size());
    if (added) missing_.push_back({hash, {}, replaced});
    missing_[known->second].places.push_back({&draft, block});
    for (auto& missing : draft.missing) ++missing;
    draft.all_known = false;
}

Result<IndexRendering::Texts> IndexRendering::texts_of(const MissingBlock& block) const {
    const auto& index = block.first().wanted.key;
    const auto known = TRY(known_texts(block));
    const auto tx = TRY(parts_.catalog.read());
    const PackagesToRender packages(*request_.pending, tx, request_.repository, parts_.counts);
    const auto entries = TRY(index::entries_of(*request_.nodes, block.hash));
    auto texts = TRY(texts_of_block(kind_of(index), index.component, entries, packages, known));
    parts_.counts.blocks_rendered.fetch_add(1, std::memory_order_relaxed);
    return texts;
}

/// What the blocks say in whose place this one comes, where they are few: after a large change most of what is read
/// would be of other blocks.
Result<KnownTexts> IndexRendering::known_texts(const MissingBlock& block) const {
    if (block.replaced.empty() || block.replaced.count() > most_reread) return KnownTexts();
    return KnownTexts::read(*request_.nodes, parts_.segments.store(), *block.first().wanted.previous, block.replaced);
}

Result<> IndexRendering::compress(const MissingBlock& block, std::size_t file, const Texts& texts, Batch& into) const {
    const Draft& draft = block.first();
    const Output& output = draft.index->files[file].output;
    const auto documents = kind_of(draft.wanted.key).traits().documents;
    const auto of = std::find(documents.begin(), documents.end(), output.document) - documents.begin();
    const auto segment = TRY(index::render_segment(output.form, texts.at(static_cast<std::size_t>(of))));
    into.bytes += segment.bytes;
    into.segments.emplace_back(&block, segment.info);
    return {};
}

/// Stores the segments and fills them in wherever their blocks stand.
Result<> IndexRendering::place(std::size_t file, Batch batch) {
    if (batch.segments.empty()) return {};
    storage::Extent left = TRY(parts_.segments.append(batch.bytes));
    parts_.counts.bytes_rendered.fetch_add(batch.bytes.size(), std::memory_order_relaxed);
    for (const auto& [block, info] : batch.segments) {
        const auto own = std::string_view(batch.bytes).substr(batch.bytes.size() - left.length, info.size);
        const PlacedSegment segment{{left.pack, left.offset, info.size, checksum_of(own)}, info};
        left.offset += info.size;
        left.length -= info.size;
        const RenderedIndex& index = *block->first().index;
        {
            const std::lock_guard lock(mutex_);
            new_segments_.push_back(row_of(block->hash, index.files[file].output, index.variant, segment));
        }
        for (const auto& [draft, at] : block->places) {
            draft->index->files[file].segments[at] = segment;
            digest_when_whole(*draft, file, 1);
        }
    }
    return {};
}

Result<> IndexRendering::join(Draft& draft, std::size_t of) {
    RenderedFile& file = draft.index->files[of];
    const auto& [document, form] = file.output;
    TRY(frame(draft, file));
    if (const auto known = TRY(published_digest(draft, file))) {
        file.sha256 = *known;
        return {};
    }
    const auto* previous = draft.wanted.previous ? draft.wanted.previous->find(document, form) : nullptr;
    while (true) {
        const auto hashed = digest_file(parts_.segments.store(), file, previous);
        if (hashed.ok()) {
            parts_.counts.bytes_hashed.fetch_add(*hashed, std::memory_order_relaxed);
            return {};
        }
        // What is damaged is found one by one: each round writes at least one segment again, or fails.
        if (hashed.error().fault() != Fault::corrupt || TRY(render_damaged_again(draft, of)) == 0)
            return hashed.error();
    }
}

Result<> IndexRendering::frame(const Draft& draft, RenderedFile& file) {
    file.joint = TRY(joint_of(*draft.index, file, draft.index->count));
    file.size = file.joint.before.size() + file.joint.after.size();
    for (const auto& segment : file.segments) file.size += segment.extent.length;
    return {};
}

/// Renders the segments of a file that turned out to be damaged from the texts of their packages. How many it were.
Result<std::size_t> IndexRendering::render_damaged_again(Draft& draft, std::size_t of) {
    RenderedFile& file = draft.index->files[of];
    const auto mark = parts_.segments.mark();
    std::vector<std::pair<storage::Extent, storage::Extent>> moved;
    std::size_t count = 0;
    for (std::size_t i = 0; i < file.segments.size(); ++i) {
        auto& segment = file.segments[i];
        if (parts_.segments.store().find(segment.extent)) continue;
        const MissingBlock block{draft.index->blocks[i], {{&draft, i}}, {}};
        const auto texts = TRY(texts_of(block));
        Batch batch;
        TRY(compress(block, of, texts, batch));
        const PlacedSegment again{TRY(parts_.segments.append(batch.bytes)), batch.segments.front().second};
        if (again.extent.checksum == segment.extent.checksum) moved.emplace_back(segment.extent, again.extent);
        segment = again;
        const std::lock_guard lock(mutex_);
        new_segments_.push_back(row_of(block.hash, file.output, draft.index->variant, segment));
        ++count;
    }
    TRY(parts_.segments.sync(mark));
    for (const auto& [from, to] : moved) parts_.segments.move(from, to);
    TRY(frame(draft, file));
    return count;
}

/// Returns the catalog's digest of a file that is made of the same segments, if there is one. Their checksums are those
/// of the bytes that were hashed then, and every reader compares them. A damaged row counts as none.
Result<std::optional<Sha256>> IndexRendering::published_digest(const Draft& draft, const RenderedFile& file) const {
    if (!draft.all_known || !draft.wanted.root) return std::optional<Sha256>();
    const auto tx = TRY(parts_.catalog.read());
    const auto row = TRY(storage::find_equal_index_file(tx, row_of(/*channel=*/0, *draft.index, file)));
    return row && row->is_whole ? std::optional(row->sha256) : std::nullopt;
}

}  // namespace slipway::publishing
