#pragma once

#include "publishing/model/model.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/fsck/findings.hpp"

#include <string>

namespace slipway::publishing {

/// Checks the second half of invariant 9: the lists of a content that follow from packages have what these give, and
/// nothing else. Reads the texts of all packages of formats that have such lists. Other checks report what cannot be
/// read. Blocks. Faults: io.
Result<> check_following_lists(const storage::ReadTransaction& tx, const storage::RepositoryRow& repository,
                               const ContentLists& lists, const std::string& where, storage::Findings& findings);

}  // namespace slipway::publishing
