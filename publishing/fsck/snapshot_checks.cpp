// The bytes of blocks are not read for each snapshot: most stand in current files too, where they are (invariant 10),
// and a thousand snapshots of a large channel would be read a thousand times. What their clients get they check
// themselves.
#include "publishing/fsck/snapshot_checks.hpp"

#include "storage/catalog/repositories.hpp"

#include <algorithm>
#include <set>

namespace slipway::publishing {
namespace {

bool is_named(const storage::SnapshotRow& snapshot, const Sha256& file) {
    return std::ranges::any_of(snapshot.entry_points, [&](const auto& entry_point) {
        return entry_point.content.find(file.hex()) != std::string::npos;
    });
}

Result<> check_snapshot(const storage::ReadTransaction& tx, const SnapshotKey& key) {
    const auto snapshot = TRY(storage::find_snapshot(tx, key.channel, key.revision, key.distro));
    if (!snapshot) return {};
    TRY(load_indexes(tx, *snapshot));
    for (const auto& file : snapshot->files)
        if (!is_named(*snapshot, file.sha256))
            return Error(Fault::corrupt, "no entry point names file " + file.sha256.hex());
    return {};
}

std::string describe(const std::vector<storage::RepositoryRow>& repositories, const SnapshotKey& key) {
    for (const auto& repository : repositories)
        for (const auto& channel : repository.channels)
            if (channel.id == key.channel)
                return repository.name + "/" + channel.name + ", revision " + std::to_string(key.revision);
    return "revision " + std::to_string(key.revision);
}

}  // namespace

Result<std::vector<DamagedSnapshot>> find_damaged_snapshots(const storage::ReadTransaction& tx) {
    std::set<SnapshotKey> snapshots;
    TRY(storage::visit_snapshot_files(tx, [&](const storage::IndexFileRow& file, std::int64_t revision) {
        snapshots.insert({file.channel, revision, file.index.distro});
    }));
    const auto repositories = TRY(storage::all_repositories(tx));
    std::vector<DamagedSnapshot> damaged;
    for (const auto& key : snapshots) {
        const auto checked = check_snapshot(tx, key);
        if (checked.ok()) continue;
        if (checked.error().fault() != Fault::corrupt) return checked.error();
        damaged.push_back({key, describe(repositories, key) + ": " + checked.error().message()});
    }
    return damaged;
}

Result<> forget_snapshots(storage::Catalog& catalog, const std::vector<DamagedSnapshot>& damaged) {
    if (damaged.empty()) return {};
    auto tx = TRY(catalog.write());
    for (const auto& [key, message] : damaged) TRY(storage::delete_snapshot(tx, key.channel, key.revision, key.distro));
    return std::move(tx).commit();
}

}  // namespace slipway::publishing
