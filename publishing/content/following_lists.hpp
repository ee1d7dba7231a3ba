#pragma once

#include "publishing/content/node_cache.hpp"
#include "publishing/content/package_reader.hpp"
#include "publishing/model/model.hpp"
#include "repo-format/index/tree.hpp"

#include <map>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

namespace slipway::publishing {

/// A package that came to a content or left it.
struct MovedPackage {
    std::string component;
    index::EntryKey key;
    index::Side side;
};

/// What becomes of the lists of a distro that follow from its packages.
struct FollowingChanges {
    std::map<IndexKey, ListState> changed;  // with another content, or new
    std::vector<IndexKey> gone;
};

/// Brings the lists that follow from the packages of a distro in step with them. `lists` is the content, with its
/// package lists as they are now and the other lists as they were. `moved` is what the package lists gained and lost
/// since. `begun` are the other lists that begin anew, from all packages. New nodes go to `made`, which has those of
/// the package lists. Reads each package that moved, with its texts. Costs nothing if the format has one kind of index.
/// Faults: corrupt, io.
Result<FollowingChanges> follow_packages(const storage::DistroRow& distro, const ContentLists& lists,
                                         const std::vector<MovedPackage>& moved, const std::set<IndexKey>& begun,
                                         const PackageReader& packages, PendingNodes& made);

/// Returns the entries of a list that come from these packages. Reads the whole list.
Result<std::vector<index::EntryKey>> keys_from(const index::NodeReader& nodes, const IndexKey& index,
                                               const index::Root& root, const std::unordered_set<Sha256>& packages);

}  // namespace slipway::publishing
