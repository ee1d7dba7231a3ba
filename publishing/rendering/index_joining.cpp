// The end of rendering: the segments of a file are joined and hashed (index_rendering.cpp).
//
// A file is hashed as soon as its own segments are complete. So the long chain, over the uncompressed text, runs beside
// the compression of the block that was hit, which is the other expensive step. A list that was published before, as
// after a rollback, is not hashed again while the catalog still has its files.
//
// Nothing damaged is hashed, so nothing damaged is signed: the store checks every segment that is read, and one that
// fails is rendered again on the spot, in each form by itself, from the texts of its packages.
#include "publishing/rendering/file_digest.hpp"
#include "publishing/rendering/index_rendering.hpp"

#include <utility>

namespace slipway::publishing {

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
    file.joint = TRY(joint_of(file, draft.wanted.count));
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

Result<std::optional<Sha256>> IndexRendering::published_digest(const Draft& draft, const RenderedFile& file) const {
    if (!draft.all_known || !draft.wanted.root) return std::optional<Sha256>();
    const auto tx = TRY(parts_.catalog.read());
    const std::string form(index::name_of(file.output.form));
    const auto row =
        TRY(storage::find_index_file_of_list(tx, *draft.wanted.root, file.output.document, form, draft.index->variant));
    return row && row->size == file.size ? std::optional(row->sha256) : std::nullopt;
}

}  // namespace slipway::publishing
