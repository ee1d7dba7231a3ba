#pragma once

#include "publishing/publisher/repository_slot.hpp"
#include "repo-format/index/tree.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/pool_names.hpp"
#include "storage/catalog/purges.hpp"
#include "storage/segments/segment_store.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

/// Loads all repositories from the catalog.
Result<std::map<std::string, RepositorySlot>> load_slots(const storage::ReadTransaction& tx,
                                                         const index::NodeReader& nodes,
                                                         const storage::SegmentStore& segments);

/// A repository that was loaded while it is served.
struct LoadedAgain {
    RepositorySlot slot{};
    // What the pools of the slot, which are in use, have to be told, by the publisher's thread:
    std::vector<storage::PoolName> new_names{};
    std::vector<storage::PurgeRow> purges{};
};
/// Loads one repository again, of which another node has published something. What `before` has of the same stays as it
/// is, so the cost follows the change. Returns nothing if there is none of this name any more.
Result<std::optional<LoadedAgain>> load_again(const storage::ReadTransaction& tx, const index::NodeReader& nodes,
                                              const storage::SegmentStore& segments, const std::string& name,
                                              const RepositorySlot& before, Seconds now);

/// Loads the keys of a repository. Faults: corrupt (an unknown state).
Result<signing::Keyring> load_keyring(const storage::ReadTransaction& tx, RowId repository);

}  // namespace slipway::publishing
