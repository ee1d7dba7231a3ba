// Pages of a channel's content, merged from its indexes.
//
// A channel has no list of its packages: it has one sorted tree per index, and an `all` or noarch package stands in
// several of them. Each package is taken from its *home* index only; from every index that can contribute the next page
// is read, then the pages are merged. That costs a page per index instead of a merge of cursors, and needs no state.
#include "server/api/package_listing.hpp"

#include "base/hex.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace slipway::api {
namespace {

using index::VersionOrder;
using index::Visit;

VersionOrder order_of(std::string_view format) { return format == "deb" ? VersionOrder::deb : VersionOrder::rpm; }

/// The key alone, without its digest: where that stands in a listing's order differs from the tree's.
index::EntryKey without_digest(index::EntryKey key) {
    key.sha256 = Sha256{};
    return key;
}

/// Where in one index a listing begins. Nothing: at its start.
std::optional<index::EntryKey> starting_point(const ListingFilter& filter, const std::optional<ListedPackage>& after,
                                              std::string_view format) {
    if (!after) return filter.name ? std::optional(index::first_key_of(*filter.name)) : std::nullopt;
    // Versions of different formats cannot be compared: within one name all debs come before all rpms.
    if (after->format != format) return index::first_key_of(after->key.name);
    auto key = index::first_key_of(after->key.name);
    key.version = after->key.version;
    return key;
}

bool passes(const ListingFilter& filter, const index::EntryKey& key) {
    return (!filter.name || key.name == *filter.name) && (!filter.version || key.version == *filter.version) &&
           (!filter.architecture || key.architecture == *filter.architecture);
}

/// One index of a channel while it is listed.
struct Source {
    const storage::DistroRow& distro;
    const publishing::IndexKey& index;
    const publishing::ListState& list;
};

Result<> collect(const index::NodeReader& nodes, const Source& source, const ListingFilter& filter, std::size_t most,
                 const std::optional<ListedPackage>& after, std::vector<ListedPackage>& out) {
    std::size_t taken = 0;
    const ListedPackage* last = nullptr;
    const auto visitor = [&](const index::Entry& entry) {
        if (filter.name && entry.key.name > *filter.name) return Visit::stop;
        if (!passes(filter, entry.key)) return Visit::next;
        if (!publishing::is_home_of(source.distro, source.index, entry.key.architecture)) return Visit::next;
        ListedPackage listed{entry.key, source.distro.format, source.distro.name, source.index};
        if (after && compare(listed, *after) <= 0) return Visit::next;
        // Within one name, version and architecture a listing's order may differ from the tree's: go on to their end.
        const bool same = last != nullptr && without_digest(last->key) == without_digest(entry.key);
        if (taken >= most && !same) return Visit::stop;
        out.push_back(std::move(listed));
        last = &out.back();
        ++taken;
        return Visit::next;
    };
    return index::visit_entries(nodes, order_of(source.distro.format), source.list.root,
                                starting_point(filter, after, source.distro.format), visitor);
}

}  // namespace

std::strong_ordering compare(const ListedPackage& a, const ListedPackage& b) {
    if (const auto by = a.key.name <=> b.key.name; by != 0) return by;
    if (const auto by = a.format <=> b.format; by != 0) return by;
    if (const auto by = index::compare(order_of(a.format), without_digest(a.key), without_digest(b.key)); by != 0)
        return by;
    if (const auto by = a.distro <=> b.distro; by != 0) return by;
    if (const auto by = a.key.sha256 <=> b.key.sha256; by != 0) return by;
    return a.index.component <=> b.index.component;
}

std::string ListedPackage::cursor() const {
    return to_hex(
        join({format, key.name, key.version, key.architecture, distro, key.sha256.hex(), index.component}, "\n"));
}

Result<ListedPackage> ListedPackage::parse_cursor(std::string_view text) {
    const auto decoded = from_hex(text);
    const auto fields = decoded ? split(*decoded, '\n') : std::vector<std::string_view>();
    const auto sha256 = fields.size() == 7 ? Sha256::parse(fields[5]) : std::nullopt;
    if (!sha256)
        return Error(Fault::invalid_input, "'cursor' must be the 'next' of an earlier answer").as("invalid-field");
    ListedPackage listed;
    listed.format = fields[0];
    listed.key = {std::string(fields[1]), std::string(fields[2]), std::string(fields[3]), *sha256};
    listed.distro = fields[4];
    listed.index.component = fields[6];
    return listed;
}

Result<Listing> list_channel(const index::NodeReader& nodes, const publishing::RepositoryState& repository,
                             const publishing::ChannelState& channel, const ListingFilter& filter, std::size_t limit,
                             const std::optional<ListedPackage>& after) {
    if (filter.distro && repository.find_distro(*filter.distro) == nullptr)
        return Error(Fault::not_found, "there is no distro '" + *filter.distro + "'").as("unknown-distro");
    Listing listing;
    for (const auto& [key, list] : channel.lists) {
        const auto* distro = repository.find_distro(key.distro);
        if (distro == nullptr || !list.root || (filter.distro && distro->name != *filter.distro)) continue;
        TRY(collect(nodes, {*distro, key, list}, filter, limit + 1, after, listing.packages));
    }
    std::ranges::sort(listing.packages, [](const auto& a, const auto& b) { return compare(a, b) < 0; });
    listing.more = listing.packages.size() > limit;
    if (listing.more) listing.packages.resize(limit);
    return listing;
}

Result<std::vector<ListedPackage>> find_in_channel(const index::NodeReader& nodes,
                                                   const publishing::RepositoryState& repository,
                                                   const publishing::ChannelState& channel,
                                                   const storage::PackageRow& package) {
    std::vector<ListedPackage> found;
    const index::EntryKey wanted{package.name, package.version, package.architecture, package.sha256};
    for (const auto& [key, list] : channel.lists) {
        const auto* distro = repository.find_distro(key.distro);
        if (distro == nullptr || distro->format != package.format) continue;
        if (!publishing::is_home_of(*distro, key, package.architecture)) continue;
        const auto entry = TRY(index::find_entry(nodes, order_of(distro->format), list.root, wanted));
        if (entry) found.push_back({wanted, distro->format, distro->name, key});
    }
    return found;
}

}  // namespace slipway::api
