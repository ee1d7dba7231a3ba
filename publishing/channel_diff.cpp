// The difference of two contents, by package name and architecture.
//
// The trees tell which entries only one side has; equal subtrees are never read. But what such an entry means, say an
// upgrade, depends on all the packages of its name and architecture, of which most may be on both sides. So for every
// name that differs the whole name is read from both lists, in order, which reads no block twice and only blocks that
// differ or stand beside one that does.
#include "publishing/channel_diff.hpp"

#include "base/hex.hpp"
#include "base/text.hpp"
#include "publishing/channel_draft.hpp"
#include "repo-format/index/name_reader.hpp"

#include <algorithm>
#include <numeric>

namespace slipway::publishing {
namespace {

/// The lists of one index on both sides.
struct IndexPair {
    const storage::DistroRow& distro;
    IndexKey index;
    index::Root from;
    index::Root to;
};

/// The indexes whose lists differ.
std::vector<IndexPair> differing_indexes(const storage::RepositoryRow& repository, const ContentLists& from,
                                         const ContentLists& to) {
    std::set<IndexKey> indexes;
    for (const auto* lists : {&from, &to})
        for (const auto& [index, list] : *lists) indexes.insert(index);
    std::vector<IndexPair> differing;
    for (const auto& distro : repository.distros)
        for (const auto& index : indexes)
            if (index.distro == distro.id && root_in(from, index) != root_in(to, index))
                differing.push_back({distro, index, root_in(from, index), root_in(to, index)});
    return differing;
}

/// Architectures by name.
using ChangedNames = std::map<std::string, std::set<std::string>>;

Result<ChangedNames> changed_names(const index::NodeReader& nodes, const IndexPair& lists) {
    ChangedNames changed;
    TRY(index::diff_lists(nodes, version_order_of(lists.distro), lists.from, lists.to,
                          [&](index::Side, const index::Entry& entry) {
                              const auto& architecture = entry.key.architecture;
                              if (is_home_of(lists.distro, lists.index, architecture))
                                  changed[entry.key.name].insert(architecture);
                          }));
    return changed;
}

std::vector<index::EntryKey> of_architecture(const std::vector<index::Entry>& entries, const std::string& name) {
    std::vector<index::EntryKey> keys;
    for (const auto& entry : entries)
        if (entry.key.architecture == name) keys.push_back(entry.key);
    return keys;
}

/// Whether `to` has a package that `from` has not.
bool packages_came(const std::vector<index::EntryKey>& from, const std::vector<index::EntryKey>& to) {
    return std::ranges::any_of(to, [&](const auto& key) { return std::ranges::find(from, key) == from.end(); });
}

DiffKind kind_of(index::VersionOrder order, const DiffEntry& entry) {
    if (entry.from.empty()) return DiffKind::added;
    if (entry.to.empty()) return DiffKind::removed;
    const auto highest = index::compare_versions(order, entry.from.back().version, entry.to.back().version);
    if (highest != 0) return highest < 0 ? DiffKind::upgraded : DiffKind::downgraded;
    return packages_came(entry.from, entry.to) ? DiffKind::upgraded : DiffKind::downgraded;
}

Result<> visit_index(const index::NodeReader& nodes, const IndexPair& lists,
                     const std::function<void(DiffEntry)>& visitor) {
    const auto order = version_order_of(lists.distro);
    const auto changed = TRY(changed_names(nodes, lists));
    auto before = TRY(index::NameReader::open(nodes, order, lists.from));
    auto after = TRY(index::NameReader::open(nodes, order, lists.to));
    for (const auto& [name, architectures] : changed) {
        const auto from = TRY(before.entries_of(name));
        const auto to = TRY(after.entries_of(name));
        for (const auto& architecture : architectures) {
            DiffEntry entry;
            entry.key = {lists.distro.name, lists.index.component, name, architecture};
            entry.from = of_architecture(from, architecture);
            entry.to = of_architecture(to, architecture);
            entry.kind = kind_of(order, entry);
            visitor(std::move(entry));
        }
    }
    return {};
}

constexpr auto by_key = [](const DiffEntry& a, const DiffEntry& b) { return a.key < b.key; };

}  // namespace

index::Root root_in(const ContentLists& lists, const IndexKey& index) {
    const auto found = lists.find(index);
    return found == lists.end() ? std::nullopt : found->second.root;
}

ContentLists lists_of(const storage::RevisionRow& revision) {
    ContentLists lists;
    for (const auto& list : revision.lists)
        lists[{list.distro, list.component, list.architecture}] = {list.root, list.count};
    return lists;
}

std::string_view name_of(DiffKind kind) {
    constexpr std::array<std::string_view, diff_kinds.size()> names = {"added", "removed", "upgraded", "downgraded"};
    return names[static_cast<std::size_t>(kind)];
}

std::string DiffKey::cursor() const { return to_hex(join({distro, component, name, architecture}, "\n")); }

Result<DiffKey> DiffKey::parse_cursor(std::string_view text) {
    const auto decoded = from_hex(text);
    const auto fields = decoded ? split(*decoded, '\n') : std::vector<std::string_view>();
    if (fields.size() != 4)
        return Error(Fault::invalid_input, "'cursor' must be the 'next' of an earlier answer").as("invalid-field");
    return DiffKey{std::string(fields[0]), std::string(fields[1]), std::string(fields[2]), std::string(fields[3])};
}

std::uint64_t DiffCounts::all() const { return std::accumulate(of_kind.begin(), of_kind.end(), std::uint64_t{0}); }

Result<> visit_diff(const index::NodeReader& nodes, const storage::RepositoryRow& repository, const ContentLists& from,
                    const ContentLists& to, const std::function<void(DiffEntry)>& visitor) {
    for (const auto& lists : differing_indexes(repository, from, to)) TRY(visit_index(nodes, lists, visitor));
    return {};
}

Result<NamesByIndex> names_that_differ(const index::NodeReader& nodes, const storage::RepositoryRow& repository,
                                       const ContentLists& from, const ContentLists& to) {
    NamesByIndex names;
    for (const auto& lists : differing_indexes(repository, from, to))
        for (const auto& [name, architectures] : TRY(changed_names(nodes, lists))) names[lists.index].insert(name);
    return names;
}

Result<DiffPage> diff_contents(const index::NodeReader& nodes, const storage::RepositoryRow& repository,
                               const ContentLists& from, const ContentLists& to, std::size_t limit,
                               const std::optional<DiffKey>& after) {
    DiffPage page;
    std::set<DiffEntry, decltype(by_key)> first;  // at most one more than the page holds
    TRY(visit_diff(nodes, repository, from, to, [&](DiffEntry entry) {
        ++page.counts.of_kind[static_cast<std::size_t>(entry.kind)];
        if (after && entry.key <= *after) return;
        first.insert(std::move(entry));
        if (first.size() > limit + 1) first.erase(std::prev(first.end()));
    }));
    page.more = first.size() > limit;
    if (page.more) first.erase(std::prev(first.end()));
    page.entries.assign(first.begin(), first.end());
    return page;
}

}  // namespace slipway::publishing
