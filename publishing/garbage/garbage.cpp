// Garbage collection: mark from the roots, then sweep. Roots are the lists of all kept revisions and of all index files
// and snapshots that can still be fetched. Rows go first; files go when no committed row needs them. A crash in between
// leaves what the next collection removes.
#include "publishing/garbage/garbage.hpp"

#include "publishing/content/retention.hpp"
#include "publishing/content/stored_nodes.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/publications.hpp"
#include "storage/catalog/repositories.hpp"
#include "storage/catalog/snapshots.hpp"

#include <algorithm>
#include <span>
#include <unordered_set>
#include <vector>

namespace slipway::publishing {
namespace {

struct Marked {
    std::unordered_set<Sha256> nodes;  // interior nodes and blocks
    std::unordered_set<Sha256> packages;
};

Result<std::unordered_set<Sha256>> find_roots(const storage::ReadTransaction& tx) {
    std::unordered_set<Sha256> roots;
    TRY(storage::visit_list_roots(tx, [&](const Sha256& root) { roots.insert(root); }));
    TRY(storage::visit_index_files(tx, [&](const storage::IndexFileRow& file) {
        if (file.list_root) roots.insert(*file.list_root);
    }));
    TRY(storage::visit_snapshot_files(tx, [&](const storage::IndexFileRow& file, std::int64_t) {
        if (file.list_root) roots.insert(*file.list_root);
    }));
    return roots;
}

Result<> mark(const index::NodeReader& nodes, const Sha256& root, Marked& marked) {
    TRY(index::visit_nodes(nodes, root, [&](const Sha256& node) {
        return marked.nodes.insert(node).second ? index::Visit::next : index::Visit::stop;
    }));
    return {};
}

Result<Marked> mark_all(const storage::ReadTransaction& tx) {
    const StoredNodes nodes(tx);
    Marked marked;
    std::unordered_set<Sha256> blocks;
    for (const auto& root : TRY(find_roots(tx))) {
        TRY(mark(nodes, root, marked));
        for (const auto& block : TRY(index::blocks_of(nodes, root))) {
            if (!blocks.insert(block.hash).second) continue;
            for (const auto& entry : TRY(index::entries_of(nodes, block.hash)))
                marked.packages.insert(entry.key.sha256);
        }
    }
    return marked;
}

Result<storage::UnreferencedFiles> find_files(const storage::Catalog& catalog, const storage::BlobStore& blobs,
                                              const storage::SegmentStore& segments, std::chrono::seconds least_age) {
    const auto tx = TRY(catalog.read());
    return storage::find_unreferenced_files(tx, blobs, segments, least_age);
}

constexpr std::size_t rows_at_once = 1000;
constexpr std::size_t files_at_once = 16;  // the catalog is locked meanwhile, and each may be a few requests

using UnreferencedBlobs = std::span<const storage::UnreferencedFiles::Blob>;

/// No row can begin to need a blob while the catalog is locked, and a row that did before is seen here.
Result<> collect_blobs(storage::Catalog& catalog, storage::BlobStore& blobs, const ClaimedBlobs& claims,
                       UnreferencedBlobs found, Seconds now, storage::UnreferencedFiles& removed) {
    std::vector<Sha256> ids;
    for (const auto& blob : found) ids.push_back(blob.id);
    TRY(blobs.copy_to_trash(ids, now));
    const auto tx = TRY(catalog.write());
    for (const auto& blob : found) {
        if (TRY(storage::is_blob_needed(tx, blob.id))) continue;
        const auto remove = [&] { return blobs.move_to_trash(blob.id, now); };
        if (TRY(claims.unless_claimed(blob.id, remove))) removed.blobs.push_back(blob);
    }
    return {};
}

}  // namespace

Result<Garbage> find_garbage(const storage::ReadTransaction& tx, Seconds now) {
    const auto marked = TRY(mark_all(tx));
    Garbage garbage;
    std::unordered_set<Sha256> unneeded;
    TRY(storage::visit_packages(tx, [&](storage::RowId repository, const Sha256& package, Seconds uploaded_at) {
        if (marked.packages.contains(package) || uploaded_at > now - storage::youngest_garbage) return;
        garbage.packages.emplace_back(repository, package);
        unneeded.insert(package);
    }));
    TRY(storage::visit_package_blobs(tx, [&](const Sha256& package, std::uint64_t size) {
        garbage.stored_bytes += size;
        if (unneeded.contains(package)) garbage.package_bytes += size;
    }));
    TRY(storage::visit_segments(tx, [&](const storage::SegmentRow& segment) {
        const bool noted = !garbage.blocks.empty() && garbage.blocks.back() == segment.block;  // they come by block
        if (!noted && !marked.nodes.contains(segment.block)) garbage.blocks.push_back(segment.block);
    }));
    TRY(storage::visit_nodes(tx, [&](const Sha256& node) {
        if (!marked.nodes.contains(node)) garbage.nodes.push_back(node);
    }));
    return garbage;
}

Result<SweptRows> sweep_catalog(storage::WriteTransaction& tx, Seconds now, std::chrono::seconds keep_index_files) {
    SweptRows swept;
    while (TRY(storage::clear_deleted_repositories(tx, rows_at_once)) > 0) {
    }
    const auto revisions_past_retention = TRY(find_revisions_past_retention(tx, now));
    swept.revisions = TRY(forget_revisions(tx, revisions_past_retention));
    while (const auto expired = TRY(storage::drop_replaced_index_files(tx, now - keep_index_files, rows_at_once)))
        swept.index_files += expired;
    const auto garbage = TRY(find_garbage(tx, now));
    for (const auto& [repository, package] : garbage.packages) TRY(storage::delete_package(tx, repository, package));
    for (const auto& block : garbage.blocks) swept.segments += TRY(storage::delete_segments_of(tx, block));
    for (const auto& node : garbage.nodes) TRY(storage::delete_node(tx, node));
    swept.packages = garbage.packages.size();
    swept.nodes = garbage.nodes.size();
    return swept;
}

Result<CollectedFiles> collect_unreferenced_files(storage::Catalog& catalog, storage::BlobStore& blobs,
                                                  storage::SegmentStore& segments, const ClaimedBlobs& claims,
                                                  Seconds now, const std::optional<storage::CollectionLimit>& limit,
                                                  std::chrono::seconds least_age) {
    const auto found = TRY(find_files(catalog, blobs, segments, least_age));
    CollectedFiles collected;
    if (limit) collected.limit_bytes = limit->bytes_of(found.stored_bytes);
    if (limit && found.bytes() > collected.limit_bytes) {
        collected.withheld_bytes = found.bytes();
        return collected;
    }
    storage::UnreferencedFiles& removed = collected.moved_to_trash;
    for (auto rest = UnreferencedBlobs(found.blobs); !rest.empty();) {
        const auto some = rest.first(std::min(files_at_once, rest.size()));
        TRY(collect_blobs(catalog, blobs, claims, some, now, removed));
        rest = rest.subspan(some.size());
    }
    // Rows are only ever added for segments of the pack being written, which is never among these.
    for (const auto& pack : found.packs) {
        TRY(segments.move_pack_to_trash(pack.number, now));
        removed.packs.push_back(pack);
    }
    return collected;
}

}  // namespace slipway::publishing
