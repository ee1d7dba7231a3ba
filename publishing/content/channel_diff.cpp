// The difference of two contents, by package name and architecture.
//
// The trees tell which entries only one side has; equal subtrees are never read. But what such an entry means, say an
// upgrade, depends on all the packages of its name and architecture, of which most may be on both sides. So for every
// name that differs the whole name is read from both lists, in order. That reads no block twice, and only blocks that
// differ or are next to one that does. A caller that changed a content knows the names, so it skips the first step.
#include "publishing/content/channel_diff.hpp"

#include "base/hex.hpp"
#include "base/text.hpp"
#include "publishing/content/channel_draft.hpp"
#include "repo-format/index/name_reader.hpp"

#include <algorithm>
#include <numeric>

namespace slipway::publishing {
namespace {

std::set<std::string> architectures_of(const storage::DistroRow& distro, const IndexKey& home,
                                       const std::vector<index::Entry>& from, const std::vector<index::Entry>& to) {
    std::set<std::string> architectures;
    for (const auto* entries : {&from, &to})
        for (const auto& entry : *entries)
            if (is_home_of(distro, home, entry.key.qualifier)) architectures.insert(entry.key.qualifier);
    return architectures;
}

std::vector<index::EntryKey> of_architecture(const std::vector<index::Entry>& entries, const std::string& name) {
    std::vector<index::EntryKey> keys;
    for (const auto& entry : entries)
        if (entry.key.qualifier == name) keys.push_back(entry.key);
    return keys;
}

/// Whether `to` has a package that `from` has not.
bool packages_came(const std::vector<index::EntryKey>& from, const std::vector<index::EntryKey>& to) {
    return std::ranges::any_of(to, [&](const auto& key) { return std::ranges::find(from, key) == from.end(); });
}

DiffKind diff_kind_of(index::ListOrder order, const DiffEntry& entry) {
    if (entry.from.empty()) return DiffKind::added;
    if (entry.to.empty()) return DiffKind::removed;
    const auto highest = index::compare_versions(order.versions, entry.from.back().version, entry.to.back().version);
    if (highest != 0) return highest < 0 ? DiffKind::upgraded : DiffKind::downgraded;
    return packages_came(entry.from, entry.to) ? DiffKind::upgraded : DiffKind::downgraded;
}

/// Calls `visitor` for every key of these names of one index that differs.
Result<> visit_names(const index::NodeReader& nodes, const storage::DistroRow& distro, const IndexKey& index,
                     const index::Root& from_root, const index::Root& to_root, const std::set<std::string>& names,
                     const std::function<void(DiffEntry)>& visitor) {
    const auto order = package_order_of(distro);
    auto before = TRY(index::NameReader::open(nodes, order, from_root));
    auto after = TRY(index::NameReader::open(nodes, order, to_root));
    for (const auto& name : names) {
        const auto from = TRY(before.entries_of(name));
        const auto to = TRY(after.entries_of(name));
        for (const auto& architecture : architectures_of(distro, index, from, to)) {
            DiffEntry entry;
            entry.key = {distro.name, index.component, name, architecture};
            entry.from = of_architecture(from, architecture);
            entry.to = of_architecture(to, architecture);
            if (entry.from == entry.to) continue;
            entry.kind = diff_kind_of(order, entry);
            visitor(std::move(entry));
        }
    }
    return {};
}

/// The same for names in several indexes, index by index.
Result<> visit_diff(const index::NodeReader& nodes, const storage::RepositoryRow& repository, const ContentLists& from,
                    const ContentLists& to, const NamesByIndex& names, const std::function<void(DiffEntry)>& visitor) {
    for (const auto& distro : repository.distros)
        for (const auto& [index, of_index] : names)
            if (index.distro == distro.id)
                TRY(visit_names(nodes, distro, index, root_in(from, index), root_in(to, index), of_index, visitor));
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
    for (const auto& list : revision.lists) lists[list.index] = {list.root, list.count};
    return lists;
}

std::string DiffKey::cursor() const { return to_hex(join({distro, component, name, architecture}, "\n")); }

Result<DiffKey> DiffKey::parse_cursor(std::string_view text) {
    const auto decoded = from_hex(text);
    const auto fields = decoded ? split(*decoded, '\n') : std::vector<std::string_view>();
    if (fields.size() != 4) return Error("invalid-field"_problem, "'cursor' must be the 'next' of an earlier answer");
    return DiffKey{std::string(fields[0]), std::string(fields[1]), std::string(fields[2]), std::string(fields[3])};
}

Result<> visit_differences(const index::NodeReader& nodes, const storage::RepositoryRow& repository,
                           const ContentLists& from, const ContentLists& to, const DifferenceVisitor& visitor) {
    for (const auto& distro : repository.distros) {
        auto both = package_lists(distro, from);
        std::ranges::copy(package_lists(distro, to), std::back_inserter(both));
        for (const auto& index : std::set<IndexKey>(both.begin(), both.end())) {
            const auto visit = [&](index::Side side, const index::Entry& entry) {
                if (is_home_of(distro, index, entry.key.qualifier)) visitor(distro, index, side, entry);
            };
            TRY(index::diff_lists(nodes, package_order_of(distro), root_in(from, index), root_in(to, index), visit));
        }
    }
    return {};
}

Result<NamesByIndex> names_that_differ(const index::NodeReader& nodes, const storage::RepositoryRow& repository,
                                       const ContentLists& from, const ContentLists& to) {
    NamesByIndex names;
    const auto note = [&](const storage::DistroRow&, const IndexKey& index, index::Side, const index::Entry& entry) {
        names[index].insert(entry.key.name);
    };
    TRY(visit_differences(nodes, repository, from, to, note));
    return names;
}

Result<DiffPage> diff_contents(const index::NodeReader& nodes, const storage::RepositoryRow& repository,
                               const ContentLists& from, const ContentLists& to, std::size_t limit,
                               const std::optional<DiffKey>& after) {
    const auto names = TRY(names_that_differ(nodes, repository, from, to));
    return diff_of_names(nodes, repository, from, to, names, limit, after);
}

Result<DiffPage> diff_of_names(const index::NodeReader& nodes, const storage::RepositoryRow& repository,
                               const ContentLists& from, const ContentLists& to, const NamesByIndex& names,
                               std::size_t limit, const std::optional<DiffKey>& after) {
    DiffPage page;
    std::set<DiffEntry, decltype(by_key)> first;  // at most one more than the page holds
    TRY(visit_diff(nodes, repository, from, to, names, [&](DiffEntry entry) {
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
