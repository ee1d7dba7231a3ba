// Garbage collection: mark from the roots, then sweep. Roots are the lists of all kept revisions and of all index files
// that can still be fetched. Rows go first, in one transaction; files go when no committed row needs them. A crash in
// between leaves files that the next collection removes.
#include "publishing/garbage.hpp"

#include "publishing/stored_nodes.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/publications.hpp"

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

Result<std::uint64_t> sweep_packages(storage::WriteTransaction& tx, const Marked& marked, Seconds now) {
    std::vector<std::pair<storage::RowId, Sha256>> unmarked;
    TRY(storage::visit_packages(tx, [&](storage::RowId repository, const Sha256& package) {
        if (!marked.packages.contains(package)) unmarked.emplace_back(repository, package);
    }));
    std::uint64_t swept = 0;
    for (const auto& [repository, package] : unmarked) {
        const auto row = TRY(storage::find_package(tx, repository, package));
        if (!row || row->uploaded_at > now - storage::youngest_garbage) continue;
        TRY(storage::delete_package(tx, repository, package));
        ++swept;
    }
    return swept;
}

Result<std::uint64_t> sweep_segments(storage::WriteTransaction& tx, const Marked& marked) {
    std::vector<storage::SegmentRow> unmarked;
    TRY(storage::visit_segments(tx, [&](const storage::SegmentRow& segment) {
        if (!marked.nodes.contains(segment.block)) unmarked.push_back(segment);
    }));
    for (const auto& segment : unmarked) TRY(storage::delete_segment(tx, segment));
    return unmarked.size();
}

Result<std::uint64_t> sweep_nodes(storage::WriteTransaction& tx, const Marked& marked) {
    std::vector<Sha256> unmarked;
    TRY(storage::visit_nodes(tx, [&](const Sha256& node) {
        if (!marked.nodes.contains(node)) unmarked.push_back(node);
    }));
    for (const auto& node : unmarked) TRY(storage::delete_node(tx, node));
    return unmarked.size();
}

}  // namespace

Result<SweptRows> sweep_catalog(storage::WriteTransaction& tx, Seconds now, std::chrono::seconds keep_index_files) {
    SweptRows swept;
    swept.index_files = TRY(storage::expire_index_files(tx, now - keep_index_files));
    const auto marked = TRY(mark_all(tx));
    swept.packages = TRY(sweep_packages(tx, marked, now));
    swept.segments = TRY(sweep_segments(tx, marked));
    swept.nodes = TRY(sweep_nodes(tx, marked));
    return swept;
}

Result<storage::UnreferencedFiles> remove_unreferenced_files(storage::Catalog& catalog, storage::BlobStore& blobs,
                                                             storage::SegmentStore& segments,
                                                             const ClaimedBlobs& claims) {
    const auto tx = TRY(catalog.write());
    const auto found = TRY(storage::find_unreferenced_files(tx, blobs, segments));
    storage::UnreferencedFiles removed;
    for (const auto& blob : found.blobs) {
        const auto remove = [&] { return blobs.remove(blob.id); };
        if (TRY(claims.unless_claimed(blob.id, remove))) removed.blobs.push_back(blob);
    }
    for (const auto& pack : found.packs) {
        TRY(segments.remove_pack(pack.number));
        removed.packs.push_back(pack);
    }
    return removed;
}

}  // namespace slipway::publishing
