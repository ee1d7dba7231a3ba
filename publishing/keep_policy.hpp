#pragma once

#include "publishing/channel_diff.hpp"
#include "storage/catalog/catalog.hpp"

#include <vector>

namespace slipway::publishing {

/// A package that a channel's policy does not keep.
struct ExpiredPackage {
    RowId distro = 0;
    std::string component;  // deb; "" for rpm
    index::EntryKey key;
};

/// What the policy does not keep of a content: of each name and architecture in a distro's component all but the newest
/// `versions`, or all that were uploaded more than `days` ago; with both, what neither keeps. The newest version always
/// stays. In order of distros, components, names. Reads the whole content; the catalog only for `days`, and only for
/// packages that are not the newest. Faults: corrupt, io.
Result<std::vector<ExpiredPackage>> find_expired(const storage::ReadTransaction& tx, const index::NodeReader& nodes,
                                                 const storage::RepositoryRow& repository, const ContentLists& lists,
                                                 const storage::KeepPolicy& policy, Seconds now);

}  // namespace slipway::publishing
