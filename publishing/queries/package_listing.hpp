#pragma once

#include "publishing/model/model.hpp"
#include "repo-format/index/tree.hpp"

#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

/// Exact filters. Nothing accepts any value.
struct ListingFilter {
    std::optional<std::string> name;
    std::optional<std::string> version;
    std::optional<std::string> architecture;
    std::optional<std::string> distro;
};

/// A package in an index of a channel. The order of a listing is: name, format, version (dpkg's or rpm's order, then
/// bytes), architecture, distro, digest, component. It is total, so that a listing can go on after any of them.
struct ListedPackage {
    index::EntryKey key;
    Format format{};
    std::string distro;
    IndexKey index;

    /// Returns the text that a cursor is for clients; `parse_cursor` is the inverse.
    std::string cursor() const;
    /// Faults: invalid_input "invalid-field".
    static Result<ListedPackage> parse_cursor(std::string_view text);
};

std::strong_ordering compare(const ListedPackage& a, const ListedPackage& b);

/// Returns the order of the package lists of a format.
index::ListOrder order_of(Format format);

/// Whether a package is listed once for every distro and component that has it, or only once, without distro and
/// component.
enum class Each : unsigned char { place, package };

using Channels = std::vector<const ChannelState*>;

/// An index of a channel that is listed.
struct ListedIndex {
    const storage::DistroRow* distro;
    const IndexKey* key;
    const ListState* list;  // not empty
};

/// Returns the package lists in which something may pass the filter. A list that several channels have comes once.
/// Faults: not_found for an unknown distro in the filter.
Result<std::vector<ListedIndex>> indexes_of(const RepositoryState& repository, const Channels& channels,
                                            const ListingFilter& filter);
/// Returns whether a package of the index is listed there, and not in another index of the same distro.
bool is_listed(const ListedIndex& index, const index::EntryKey& key, const ListingFilter& filter);
ListedPackage listed_in(const ListedIndex& index, const index::EntryKey& key, Each each);

struct Listing {
    std::vector<ListedPackage> packages;
    bool more = false;
};

/// Returns the first `limit` packages of a channel behind `after`. Each package comes once per distro and component, in
/// however many indexes it is. Reads up to `limit` entries per index if no filter rejects any. Faults: not_found for an
/// unknown distro in the filter; corrupt, io.
Result<Listing> list_channel(const index::NodeReader& nodes, const RepositoryState& repository,
                             const ChannelState& channel, const ListingFilter& filter, std::size_t limit,
                             const std::optional<ListedPackage>& after);

/// Returns the first `limit` packages of several channels behind `after`, each package once.
Result<Listing> list_channels(const index::NodeReader& nodes, const RepositoryState& repository,
                              const Channels& channels, const ListingFilter& filter, std::size_t limit,
                              const std::optional<ListedPackage>& after);

/// Returns the listings of a package in a channel, one per distro and component.
Result<std::vector<ListedPackage>> find_in_channel(const index::NodeReader& nodes, const RepositoryState& repository,
                                                   const ChannelState& channel, const storage::PackageRow& package);

/// A listing of a package, and the channel that has it.
struct PackageInChannel {
    const ChannelState* channel;
    ListedPackage listed;
};
/// Returns the listings of a package in all channels, one for every channel, distro and component, in order of the
/// channels' names.
Result<std::vector<PackageInChannel>> find_in_channels(const index::NodeReader& nodes,
                                                       const RepositoryState& repository,
                                                       const storage::PackageRow& package);

}  // namespace slipway::publishing
