// The block that a package falls into is rendered anew, and of its packages nearly all stand in the block it takes the
// place of. Their texts are there, one behind the other, as the segment in plain form: one read instead of a look-up
// and three pages of the catalog for each of some hundred packages, which counts most when nothing is in memory.
//
// Only indexes of one variant are compared (see variant_of), so the text of a package is the same in both. A stored
// text is checked, by its checksum and its CRC, before it is written a second time: damage on the disk must not become
// part of a new block. What is damaged, or cannot be read now, comes from the catalog, as if the block had been
// unknown.
#include "publishing/rendering/known_texts.hpp"

#include "repo-format/index/gzip_join.hpp"

#include <utility>

namespace slipway::publishing {
namespace {

/// The texts of a document's packages, cut at what ends each of them.
std::vector<ByteView> cut(ByteView text, Document document) {
    const auto mark = formats::with_document(document).traits().end_of_text;
    std::vector<ByteView> pieces;
    while (!text.empty()) {
        const auto at = text.find(mark);
        if (at == ByteView::npos) return {};
        pieces.push_back(text.substr(0, at + mark.size()));
        text.remove_prefix(pieces.back().size());
    }
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
    const auto entries = TRY(index::entries_of(nodes, index.blocks[block]));
    std::vector<std::vector<ByteView>> documents;
    for (const auto& file : index.files) {
        if (file.output.form != index::Form::plain) continue;
        const auto& segment = file.segments[block];
        auto read = store.read(segment.extent);
        if (!read.ok()) return {};
        const auto& text = stored_.emplace_back(std::move(read).release());
        if (index::crc32_of(text) != segment.info.text_crc32) return {};
        documents.push_back(cut(text, file.output.document));
        if (documents.back().size() != entries.size()) return {};
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto& texts = texts_[entries[i].key.sha256];
        for (const auto& pieces : documents) texts.push_back(pieces[i]);
    }
    return {};
}

bool KnownTexts::append(std::vector<std::string>& texts, const Sha256& package) const {
    const auto found = texts_.find(package);
    if (found == texts_.end() || found->second.size() != texts.size()) return false;
    for (std::size_t i = 0; i < texts.size(); ++i) texts[i] += found->second[i];
    return true;
}

}  // namespace slipway::publishing
