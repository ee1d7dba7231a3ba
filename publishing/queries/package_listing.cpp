// Pages of a channel's content, merged from its indexes.
//
// A channel has no list of its packages: it has one sorted tree per index, and an `all` or noarch package stands in
// several of them. Each package is taken from its *home* index only; from every index that can contribute the next page
// is read, then the pages are merged. That costs a page per index instead of a merge of cursors, and needs no state.
#include "publishing/queries/package_listing.hpp"

#include "base/hex.hpp"
#include "base/text.hpp"
#include "repo-format/formats/package_format.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace slipway::publishing {
namespace {

using index::Visit;

/// The key alone, without its digest: where that stands in a listing's order differs from the tree's.
index::EntryKey without_digest(index::EntryKey key) {
    key.sha256 = Sha256{};
    return key;
}

/// Where in one index a listing begins. Nothing: at its start.
std::optional<index::EntryKey> starting_point(const ListingFilter& filter, const std::optional<ListedPackage>& after,
                                              Format format) {
    if (!after) return filter.name ? std::optional(index::first_key_of(*filter.name)) : std::nullopt;
    // Versions of different formats cannot be compared: within one name all debs come before all rpms.
    if (after->format != format) return index::first_key_of(after->key.name);
    auto key = index::first_key_of(after->key.name);
    key.version = after->key.version;
    return key;
}

bool passes(const ListingFilter& filter, const index::EntryKey& key) {
    return (!filter.name || key.name == *filter.name) && (!filter.version || key.version == *filter.version) &&
           (!filter.architecture || key.qualifier == *filter.architecture);
}

Result<> collect(const index::NodeReader& nodes, const ListedIndex& index, const ListingFilter& filter, Each each,
                 std::size_t most, const std::optional<ListedPackage>& after, std::vector<ListedPackage>& out) {
    std::size_t taken = 0;
    const ListedPackage* last = nullptr;
    const auto visitor = [&](const index::Entry& entry) {
        if (filter.name && entry.key.name > *filter.name) return Visit::stop;
        if (!is_listed(index, entry.key, filter)) return Visit::next;
        auto listed = listed_in(index, entry.key, each);
        if (after && compare(listed, *after) <= 0) return Visit::next;
        // Within one name, version and architecture a listing's order may differ from the tree's: go on to their end.
        const bool same = last != nullptr && without_digest(last->key) == without_digest(entry.key);
        if (taken >= most && !same) return Visit::stop;
        out.push_back(std::move(listed));
        last = &out.back();
        ++taken;
        return Visit::next;
    };
    return index::visit_entries(nodes, order_of(index.distro->format), index.list->root,
                                starting_point(filter, after, index.distro->format), visitor);
}

/// Leaves the first `most`, each once.
void keep_first(std::vector<ListedPackage>& packages, std::size_t most) {
    std::ranges::sort(packages, [](const auto& a, const auto& b) { return compare(a, b) < 0; });
    const auto is_same = [](const auto& a, const auto& b) { return compare(a, b) == 0; };
    packages.erase(std::unique(packages.begin(), packages.end(), is_same), packages.end());
    if (packages.size() > most) packages.resize(most);
}

Result<Listing> list_indexes(const index::NodeReader& nodes, const std::vector<ListedIndex>& indexes,
                             const ListingFilter& filter, Each each, std::size_t limit,
                             const std::optional<ListedPackage>& after) {
    Listing listing;
    for (const auto& index : indexes) {
        TRY(collect(nodes, index, filter, each, limit + 1, after, listing.packages));
        keep_first(listing.packages, limit + 1);
    }
    listing.more = listing.packages.size() > limit;
    if (listing.more) listing.packages.pop_back();
    return listing;
}

/// Looks for one package in channels, which have many of their lists in common.
class PackagePlaces {
public:
    PackagePlaces(const index::NodeReader& nodes, const RepositoryState& repository, const storage::PackageRow& package)
        : nodes_(nodes),
          repository_(repository),
          format_(package.format),
          key_{package.name, package.version, package.architecture, package.sha256} {}

    Result<std::vector<ListedPackage>> in(const ChannelState& channel) {
        std::vector<ListedPackage> found;
        for (const auto& [index, list] : channel.lists) {
            const auto* distro = repository_.find_distro(index.distro);
            if (distro == nullptr || !list.root || distro->format != format_) continue;
            if (!is_home_of(*distro, index, key_.qualifier)) continue;
            if (TRY(has_it(*list.root))) found.push_back({key_, format_, distro->name, index});
        }
        return found;
    }

private:
    Result<bool> has_it(const Sha256& root) {
        if (const auto known = known_.find(root); known != known_.end()) return known->second;
        const auto entry = TRY(index::find_entry(nodes_, order_of(format_), root, key_));
        known_.emplace(root, entry.has_value());
        return entry.has_value();
    }

    const index::NodeReader& nodes_;
    const RepositoryState& repository_;
    Format format_;
    index::EntryKey key_;
    std::unordered_map<Sha256, bool> known_;  // by list root
};

}  // namespace

index::ListOrder order_of(Format format) { return formats::of(format).package_list().traits().order; }

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
    return to_hex(join(
        {std::string(name_of(format)), key.name, key.version, key.qualifier, distro, key.sha256.hex(), index.component},
        "\n"));
}

Result<ListedPackage> ListedPackage::parse_cursor(std::string_view text) {
    const auto decoded = from_hex(text);
    const auto fields = decoded ? split(*decoded, '\n') : std::vector<std::string_view>();
    const auto sha256 = fields.size() == 7 ? Sha256::parse(fields[5]) : std::nullopt;
    const auto format = sha256 ? word_of<Format>(fields[0]) : std::nullopt;
    if (!format) return Error("invalid-field"_problem, "'cursor' must be the 'next' of an earlier answer");
    ListedPackage listed;
    listed.format = *format;
    listed.key = {std::string(fields[1]), std::string(fields[2]), std::string(fields[3]), *sha256};
    listed.distro = fields[4];
    listed.index.component = fields[6];
    return listed;
}

Result<std::vector<ListedIndex>> indexes_of(const RepositoryState& repository, const Channels& channels,
                                            const ListingFilter& filter) {
    if (filter.distro && repository.find_distro(*filter.distro) == nullptr)
        return Error("unknown-distro"_problem, "there is no distro '" + *filter.distro + "'");
    std::vector<ListedIndex> indexes;
    std::set<std::pair<IndexKey, Sha256>> known;
    for (const auto* channel : channels)
        for (const auto& [key, list] : channel->lists) {
            const auto* distro = repository.find_distro(key.distro);
            if (distro == nullptr || !list.root || !lists_packages(key)) continue;
            if (filter.distro && distro->name != *filter.distro) continue;
            if (known.emplace(key, *list.root).second) indexes.push_back({distro, &key, &list});
        }
    return indexes;
}

bool is_listed(const ListedIndex& index, const index::EntryKey& key, const ListingFilter& filter) {
    return passes(filter, key) && is_home_of(*index.distro, *index.key, key.qualifier);
}

ListedPackage listed_in(const ListedIndex& index, const index::EntryKey& key, Each each) {
    if (each == Each::package) return {key, index.distro->format, {}, {}};
    return {key, index.distro->format, index.distro->name, *index.key};
}

Result<Listing> list_channel(const index::NodeReader& nodes, const RepositoryState& repository,
                             const ChannelState& channel, const ListingFilter& filter, std::size_t limit,
                             const std::optional<ListedPackage>& after) {
    return list_indexes(nodes, TRY(indexes_of(repository, {&channel}, filter)), filter, Each::place, limit, after);
}

Result<Listing> list_channels(const index::NodeReader& nodes, const RepositoryState& repository,
                              const Channels& channels, const ListingFilter& filter, std::size_t limit,
                              const std::optional<ListedPackage>& after) {
    return list_indexes(nodes, TRY(indexes_of(repository, channels, filter)), filter, Each::package, limit, after);
}

Result<std::vector<ListedPackage>> find_in_channel(const index::NodeReader& nodes, const RepositoryState& repository,
                                                   const ChannelState& channel, const storage::PackageRow& package) {
    return PackagePlaces(nodes, repository, package).in(channel);
}

Result<std::vector<PackageInChannel>> find_in_channels(const index::NodeReader& nodes,
                                                       const RepositoryState& repository,
                                                       const storage::PackageRow& package) {
    PackagePlaces places(nodes, repository, package);
    std::vector<PackageInChannel> found;
    for (const auto& [name, channel] : repository.channels)
        for (auto& listed : TRY(places.in(channel))) found.push_back({&channel, std::move(listed)});
    return found;
}

}  // namespace slipway::publishing
