// A block's text is a function of its packages, so a segment that was lost can be made again: from the block's node and
// the texts in the catalog. Nothing but the segment's own row is needed; the repository does not matter, as the texts
// of a package follow from its bytes.
#include "publishing/rendering/rendering_again.hpp"

#include "publishing/content/stored_nodes.hpp"
#include "publishing/rendering/rendered_index.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/repositories.hpp"
#include "storage/catalog/snapshots.hpp"

#include <algorithm>
#include <set>

namespace slipway::publishing {
namespace {

Result<storage::PackageRow> package_of(const storage::ReadTransaction& tx,
                                       const std::vector<storage::RepositoryRow>& repositories, const Sha256& sha256) {
    for (const auto& repository : repositories) {
        auto package = TRY(storage::find_package_with_documents(tx, repository.id, sha256));
        if (package) return std::move(*package);
    }
    return Error(Fault::corrupt, "package " + sha256.hex() + " is missing in the catalog");
}

/// What a segment's row tells of the distro and component it was rendered for.
struct Origin {
    storage::DistroRow distro;
    std::string component;
};

Result<Origin> origin_of(const storage::SegmentRow& row) {
    const auto& format = formats::with_document(row.document);
    Origin origin;
    origin.distro.format = format.traits().format;
    origin.component = format.component_of(row.variant);
    if (variant_of(origin.distro, origin.component) != row.variant)
        return Error(Fault::unsupported, "it was rendered by another version of slipwayd");
    return origin;
}

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
    const auto origin = TRY(origin_of(row));
    const auto documents = documents_of(origin.distro);
    const auto which = std::ranges::find(documents, row.document) - documents.begin();
    const auto repositories = TRY(storage::all_repositories(tx));
    std::vector<std::string> texts(documents.size());
    const StoredNodes nodes(tx);
    for (const auto& entry : TRY(index::entries_of(nodes, row.block))) {
        const auto package = TRY(package_of(tx, repositories, entry.key.sha256));
        TRY(append_texts(texts, origin.distro, origin.component, package));
    }
    return index::render_segment(row.form, texts[static_cast<std::size_t>(which)]);
}

}  // namespace slipway::publishing
