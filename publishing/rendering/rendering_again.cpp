// A block's text follows from its entries and their packages, so a segment that was lost can be made again: from the
// block's node and the texts in the catalog. Nothing but the segment's own row is needed; the repository does not
// matter, as the texts of a package follow from its bytes.
#include "publishing/rendering/rendering_again.hpp"

#include "publishing/content/stored_nodes.hpp"
#include "publishing/rendering/block_texts.hpp"
#include "repo-format/formats/package_format.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/repositories.hpp"
#include "storage/catalog/snapshots.hpp"

#include <algorithm>
#include <set>

namespace slipway::publishing {
namespace {

/// The packages of all repositories.
class PackagesAnywhere final : public PackageReader {
public:
    PackagesAnywhere(const storage::ReadTransaction& tx, std::vector<storage::RepositoryRow> repositories)
        : tx_(tx), repositories_(std::move(repositories)) {}

    Result<SharedPackage> read(const Sha256& sha256) const override {
        for (const auto& repository : repositories_) {
            auto package = TRY(storage::find_package_with_documents(tx_, repository.id, sha256));
            if (package) return std::make_shared<const storage::PackageRow>(std::move(*package));
        }
        return Error(Fault::corrupt, "package " + sha256.hex() + " is missing in the catalog");
    }

private:
    const storage::ReadTransaction& tx_;
    const std::vector<storage::RepositoryRow> repositories_;
};

bool is_part_of(const storage::SegmentRow& segment, const storage::IndexFileRow& file) {
    return segment.document == file.document && segment.form == file.form && segment.variant == file.variant;
}

/// Which of these segments a file is made of; none if its list cannot be read, as then it is not served either.
Result<std::vector<const storage::SegmentRow*>> parts_of(const storage::ReadTransaction& tx,
                                                         const storage::IndexFileRow& file,
                                                         const std::vector<storage::SegmentRow>& segments) {
    std::vector<const storage::SegmentRow*> parts;
    for (const auto& segment : segments)
        if (is_part_of(segment, file)) parts.push_back(&segment);
    if (parts.empty()) return parts;
    const auto blocks = index::blocks_of(StoredNodes(tx), file.list_root);
    if (!blocks.ok() && blocks.error().fault() != Fault::corrupt) return blocks.error();
    std::set<Sha256> hashes;
    if (blocks.ok())
        for (const auto& block : *blocks) hashes.insert(block.hash);
    std::erase_if(parts, [&](const auto* segment) { return !hashes.contains(segment->block); });
    return parts;
}

/// Index files that can be asked for, now or in a snapshot, and those that were replaced.
struct IndexFiles {
    std::vector<storage::IndexFileRow> kept, replaced;
};

Result<IndexFiles> all_index_files(const storage::ReadTransaction& tx) {
    IndexFiles files;
    TRY(storage::visit_index_files(tx, [&](const storage::IndexFileRow& file) {
        (file.replaced_at ? files.replaced : files.kept).push_back(file);
    }));
    TRY(storage::visit_snapshot_files(
        tx, [&](const storage::IndexFileRow& file, std::int64_t) { files.kept.push_back(file); }));
    return files;
}

}  // namespace

Result<std::vector<storage::SegmentRow>> forget_unmakeable(storage::WriteTransaction& tx,
                                                           std::vector<storage::SegmentRow> segments) {
    if (segments.empty()) return segments;
    const auto files = TRY(all_index_files(tx));
    for (const auto& file : files.replaced)
        if (!TRY(parts_of(tx, file, segments)).empty()) TRY(storage::forget_replaced_index_files(tx, file));
    std::set<const storage::SegmentRow*> needed;
    for (const auto& file : files.kept) {
        const auto parts = TRY(parts_of(tx, file, segments));
        needed.insert(parts.begin(), parts.end());
    }
    std::vector<storage::SegmentRow> forgotten;
    for (auto& segment : segments)
        if (!needed.contains(&segment)) forgotten.push_back(std::move(segment));
    for (const auto& segment : forgotten) TRY(storage::delete_segment(tx, segment));
    return forgotten;
}

Result<index::Segment> render_again(const storage::ReadTransaction& tx, const storage::SegmentRow& row) {
    const auto* kind = formats::find_kind(row.document, row.variant);
    if (kind == nullptr) return Error(Fault::unsupported, "it was rendered by another version of slipwayd");
    const PackagesAnywhere packages(tx, TRY(storage::all_repositories(tx)));
    const auto entries = TRY(index::entries_of(StoredNodes(tx), row.block));
    const auto texts = TRY(texts_of_block(*kind, kind->component_of(row.variant), entries, packages));
    const auto documents = kind->traits().documents;
    const auto which = std::ranges::find(documents, row.document) - documents.begin();
    return index::render_segment(row.form, texts[static_cast<std::size_t>(which)]);
}

}  // namespace slipway::publishing
