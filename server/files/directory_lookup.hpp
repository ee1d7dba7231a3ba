#pragma once

#include "server/files/pages.hpp"
#include "server/files/published_lookup.hpp"

#include <span>
#include <string>
#include <variant>
#include <vector>

namespace slipway::files {

/// The directory that a path names. All pointers are valid as long as the tree.
///
/// A directory whose entries the tree knows: all of them, in order.
struct KnownDirectory {
    std::vector<DirectoryEntry> entries;
};
/// A directory of the pool that the catalog may know.
struct PoolDirectory {
    publishing::RowId distro;
    std::string below;  // pool/: "", "main/", "main/h/" or "main/h/hello/"
};
/// The directory of a package file.
struct DigestDirectory {
    publishing::RowId distro;
    std::string prefix;  // the first 16 hex digits, perhaps
};
/// The packages of one basearch of a channel.
struct PackagesDirectory {
    const publishing::RepositoryState* repository;
    index::Root list;
    index::ListOrder order;
};
using FoundDirectory = std::variant<NothingThere, KnownDirectory, PoolDirectory, DigestDirectory, PackagesDirectory>;

/// Looks up the directory at a decoded path below a distro: "main/deb/dists/dev". Snapshots are not listed, so that
/// whoever follows every link fetches each file once. Takes no lock.
FoundDirectory look_up_directory(const publishing::PublishedTree& tree, std::span<const std::string> path);

}  // namespace slipway::files
