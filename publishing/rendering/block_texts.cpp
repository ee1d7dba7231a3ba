#include "publishing/rendering/block_texts.hpp"

#include "publishing/model/urls.hpp"

namespace slipway::publishing {
namespace {

Result<> append_piece(std::vector<std::string>& texts, const formats::IndexKind& kind, const std::string& component,
                      std::span<const index::Entry> piece, const PackageReader& packages) {
    std::vector<SharedPackage> rows;  // the views point into them
    std::vector<formats::PackageView> views;
    if (kind.traits().texts_need_packages)
        for (const auto& entry : piece) {
            const auto& row = rows.emplace_back(TRY(packages.read(entry.key.sha256)));
            if (!kind.is_enough(row->documents))
                return Error(Fault::corrupt, "package " + row->sha256.hex() + " has no texts; run slipwayd fsck");
            views.push_back(view_of(*row));
        }
    kind.append_piece(texts, component, piece, views);
    return {};
}

}  // namespace

Result<std::vector<std::string>> texts_of_block(const formats::IndexKind& kind, const std::string& component,
                                                std::span<const index::Entry> entries, const PackageReader& packages,
                                                const KnownTexts& known) {
    std::vector<std::string> texts(kind.traits().documents.size());
    while (!entries.empty()) {
        const auto piece = index::first_piece(kind.traits().order, entries);
        entries = entries.subspan(piece.size());
        if (!known.append(texts, piece)) TRY(append_piece(texts, kind, component, piece, packages));
    }
    return texts;
}

}  // namespace slipway::publishing
