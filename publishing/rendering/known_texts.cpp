// The block that an entry falls into is rendered anew, and of its entries nearly all stand in the block it takes the
// place of. Their texts are there, one behind the other, as the segment in plain form: one read instead of a look-up
// and three pages of the catalog for each of some hundred packages, which counts most when nothing is in memory.
//
// Only indexes of one variant are compared (IndexKind::variant), so the text of the same entries is the same in both. A
// stored text is checked, by its checksum and its CRC, before it is written a second time: damage on the disk must not
// become part of a new block. What is damaged, or cannot be read now, comes from the catalog, as if the block had been
// unknown.
#include "publishing/rendering/known_texts.hpp"

#include "repo-format/index/gzip_join.hpp"

#include <algorithm>
#include <utility>

namespace slipway::publishing {
namespace {

/// The pieces of a document's text, each of which ends with `mark`.
std::vector<ByteView> cut(ByteView text, std::string_view mark) {
    std::vector<ByteView> pieces;
    while (!text.empty()) {
        const auto at = text.find(mark);
        if (at == ByteView::npos) return {};
        pieces.push_back(text.substr(0, at + mark.size()));
        text.remove_prefix(pieces.back().size());
    }
    return pieces;
}

std::vector<std::span<const index::Entry>> cut(std::span<const index::Entry> entries, index::ListOrder order) {
    std::vector<std::span<const index::Entry>> pieces;
    for (; !entries.empty(); entries = entries.subspan(pieces.back().size()))
        pieces.push_back(index::first_piece(order, entries));
    return pieces;
}

}  // namespace

Result<KnownTexts> KnownTexts::read(const index::NodeReader& nodes, const storage::SegmentStore& store,
                                    const RenderedIndex& index, BlockRange blocks) {
    KnownTexts known;
    for (std::size_t block = blocks.begin; block < blocks.end; ++block)
        TRY(known.read_block(nodes, store, index, block));
    return known;
}

Result<> KnownTexts::read_block(const index::NodeReader& nodes, const storage::SegmentStore& store,
                                const RenderedIndex& index, std::size_t block) {
    const auto& kind = kind_of(index.key).traits();
    const auto& entries = listed_.emplace_back(TRY(index::entries_of(nodes, index.blocks[block])));
    const auto pieces = cut(entries, kind.order);
    std::vector<std::vector<ByteView>> documents;
    for (const auto& file : index.files) {
        if (file.output.form != index::Form::plain) continue;
        const auto& segment = file.segments[block];
        auto read = store.read(segment.extent);
        if (!read.ok()) return {};
        const auto& text = stored_.emplace_back(std::move(read).release());
        if (index::crc32_of(text) != segment.info.text_crc32) return {};
        documents.push_back(cut(text, kind.end_of_text));
        if (documents.back().size() != pieces.size()) return {};
    }
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        Piece& piece = pieces_[pieces[i].front().key] = {pieces[i], {}};
        for (const auto& texts : documents) piece.texts.push_back(texts[i]);
    }
    return {};
}

bool KnownTexts::append(std::vector<std::string>& texts, std::span<const index::Entry> piece) const {
    const auto found = pieces_.find(piece.front().key);
    if (found == pieces_.end() || found->second.texts.size() != texts.size()) return false;
    if (!std::ranges::equal(found->second.entries, piece, {}, &index::Entry::key, &index::Entry::key)) return false;
    for (std::size_t i = 0; i < texts.size(); ++i) texts[i] += found->second.texts[i];
    return true;
}

}  // namespace slipway::publishing
