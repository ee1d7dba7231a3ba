#pragma once

#include "publishing/publisher/repository_slot.hpp"
#include "repo-format/index/tree.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/segments/segment_store.hpp"

#include <map>
#include <string>

namespace slipway::publishing {

/// Loads all repositories from the catalog.
Result<std::map<std::string, RepositorySlot>> load_slots(const storage::ReadTransaction& tx,
                                                         const index::NodeReader& nodes,
                                                         const storage::SegmentStore& segments);

/// Loads the keys of a repository. Faults: corrupt (an unknown state).
Result<signing::Keyring> load_keyring(const storage::ReadTransaction& tx, RowId repository);

}  // namespace slipway::publishing
