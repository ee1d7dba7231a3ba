#include "publishing/served/snapshot.hpp"

#include "base/text.hpp"
#include "publishing/content/stored_nodes.hpp"
#include "publishing/rendering/index_loading.hpp"
#include "publishing/served/tree_building.hpp"
#include "signing/keys/keyring.hpp"
#include "storage/catalog/purges.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

constexpr std::size_t bytes_of_a_file = 512;  // its path, its PublishedFile and what they cost in a map

std::size_t memory_of(const PublishedFile& file) {
    std::size_t bytes = bytes_of_a_file;
    if (const auto* text = std::get_if<SharedBytes>(&file.body)) bytes += (*text)->size();
    if (const auto* rope = std::get_if<SharedRope>(&file.body)) {
        bytes += (*rope)->before.size() + (*rope)->after.size();
        bytes += (*rope)->slices.size() * sizeof(Slice);
    }
    return bytes;
}

/// Counts twice what an index has under its name and its digest: a bound may be too high.
std::size_t memory_of(const Snapshot& snapshot) {
    std::size_t bytes = 0;
    for (const auto& [path, file] : snapshot.files->files) bytes += memory_of(file);
    for (const auto& [basearch, generations] : snapshot.files->repomds)
        for (const auto& generation : generations)
            bytes += memory_of(generation.repomd) + memory_of(generation.signature);
    return bytes;
}

}  // namespace

Result<SnapshotTerms> terms_now(const storage::ReadTransaction& tx, const RepositoryState& repository,
                                const storage::DistroRow& distro) {
    const auto signers = has_release(distro) ? signing::apt_signers(repository.keyring)
                                             : std::vector{signing::active_key(repository.keyring)->key.fingerprint};
    const auto purges = TRY(storage::count_purges(tx, repository.settings.id));
    return SnapshotTerms{join(signers, " "), purges};
}

SnapshotTerms terms_of(const storage::SnapshotRow& row) { return {row.signers, row.purges}; }

Result<ServedIndexes> load_indexes(const storage::ReadTransaction& tx, const storage::SnapshotRow& row) {
    if (!std::ranges::all_of(row.entry_points, &storage::EntryPointRow::is_whole))
        return Error(Fault::corrupt, "its signed texts are damaged");
    std::map<IndexKey, std::vector<storage::IndexFileRow>> files;
    for (const auto& file : row.files) files[file.index].push_back(file);
    const StoredNodes nodes(tx);
    ServedIndexes indexes;
    for (const auto& [key, rows] : files) indexes[key] = TRY(load_index(tx, nodes, rows));
    return indexes;
}

Result<SharedSnapshot> make_snapshot(const storage::SegmentStore& segments, const storage::DistroRow& distro,
                                     const storage::SnapshotRow& row, ServedIndexes indexes) {
    ChannelPublication publication{std::move(indexes), {}};
    for (const auto& entry_point : row.entry_points)
        publication.entry_points[{entry_point.distro, entry_point.architecture}] = entry_point;
    // No keyring: what a snapshot says does not change, so it announces no keys.
    auto files = TRY(build_files(distro, {}, publication, nullptr, segments, Seconds{}));
    return std::make_shared<const Snapshot>(Snapshot{std::move(files), terms_of(row)});
}

SharedSnapshot SnapshotCache::find(const SnapshotKey& key, const SnapshotTerms& terms) {
    const std::lock_guard lock(mutex_);
    const auto* found = recent_.find(key);
    if (found == nullptr) return nullptr;
    if ((*found)->terms == terms) return *found;
    recent_.erase(key);
    return nullptr;
}

void SnapshotCache::put(const SnapshotKey& key, SharedSnapshot snapshot) {
    const auto bytes = memory_of(*snapshot);
    const std::lock_guard lock(mutex_);
    recent_.put(key, std::move(snapshot), bytes);
}

std::size_t SnapshotCache::bytes() const {
    const std::lock_guard lock(mutex_);
    return recent_.cost();
}

void SnapshotCache::clear() {
    const std::lock_guard lock(mutex_);
    recent_.clear();
}

}  // namespace slipway::publishing
