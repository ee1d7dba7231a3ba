#include "publishing/served/pool_places.hpp"

#include "publishing/content/stored_nodes.hpp"
#include "repo-format/deb/pool_path.hpp"

#include <map>
#include <unordered_set>
#include <vector>

namespace slipway::publishing {
namespace {

/// The blocks of one component of a distro that were read; most lists share most of theirs.
using KnownBlocks = std::map<std::pair<storage::RowId, std::string>, std::unordered_set<Sha256>>;

Result<> fill_in(storage::WriteTransaction& tx, const storage::ListOfDebs& list, KnownBlocks& known) {
    const StoredNodes nodes(tx);
    auto& blocks = known[{list.distro, list.component}];
    for (const auto& block : TRY(index::blocks_of(nodes, list.root))) {
        if (!blocks.insert(block.hash).second) continue;
        std::vector<Sha256> listed;
        for (const auto& entry : TRY(index::entries_of(nodes, block.hash))) listed.push_back(entry.key.sha256);
        // What was purged is not among them.
        for (const auto& [digest, package] : TRY(storage::find_packages(tx, list.repository, listed)))
            TRY(storage::insert_pool_place(tx, pool_place(package, list.distro, list.component)));
    }
    return {};
}

}  // namespace

storage::PoolPlace pool_place(const storage::PackageRow& package, storage::RowId distro, const std::string& component) {
    return {distro, deb::pool_directory(component, package.source), package.file_name, package.sha256};
}

Result<> fill_in_pool_places(storage::Catalog& catalog, const Log& log) {
    std::vector<storage::ListOfDebs> lists;
    {
        const auto tx = TRY(catalog.read());
        lists = TRY(storage::lists_without_pool_places(tx));
    }
    KnownBlocks known;
    for (const auto& list : lists) {
        auto tx = TRY(catalog.write());
        TRY(fill_in(tx, list, known));
        TRY(std::move(tx).commit());
    }
    if (lists.empty()) return {};
    auto tx = TRY(catalog.write());
    TRY(storage::mark_pool_places_complete(tx));
    TRY(std::move(tx).commit());
    log.info("the pools of older packages can be listed", {{"lists", std::to_string(lists.size())}});
    return {};
}

}  // namespace slipway::publishing
