#pragma once

#include "publishing/model.hpp"
#include "repo-format/index/tree.hpp"

#include <optional>
#include <string>
#include <vector>

namespace slipway::api {

/// Exact filters; nothing: any.
struct ListingFilter {
    std::optional<std::string> name;
    std::optional<std::string> version;
    std::optional<std::string> architecture;
    std::optional<std::string> distro;
};

/// One package where a channel lists it. The order of a listing: name, format, version (dpkg's or rpm's order, then
/// bytes), architecture, distro, digest, component. It is total, so that a listing can go on after any of them.
struct ListedPackage {
    index::EntryKey key;
    std::string format;
    std::string distro;
    publishing::IndexKey index;

    /// What `?cursor=` carries; `parse_cursor` is the inverse.
    std::string cursor() const;
    /// Faults: invalid_input "invalid-field".
    static Result<ListedPackage> parse_cursor(std::string_view text);
};

std::strong_ordering compare(const ListedPackage& a, const ListedPackage& b);

struct Listing {
    std::vector<ListedPackage> packages;
    bool more = false;
};

/// The first `limit` packages of a channel behind `after`. Each package comes once per distro and component, whatever
/// the number of indexes that list it. Costs up to `limit` entries per index, where no filter rejects any. Faults:
/// not_found for an unknown distro in the filter; corrupt, io.
Result<Listing> list_channel(const index::NodeReader& nodes, const publishing::RepositoryState& repository,
                             const publishing::ChannelState& channel, const ListingFilter& filter, std::size_t limit,
                             const std::optional<ListedPackage>& after);

/// The listings of one package in a channel, one per distro and component.
Result<std::vector<ListedPackage>> find_in_channel(const index::NodeReader& nodes,
                                                   const publishing::RepositoryState& repository,
                                                   const publishing::ChannelState& channel,
                                                   const storage::PackageRow& package);

}  // namespace slipway::api
