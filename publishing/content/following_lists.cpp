// A content is what its package lists say, and the lists of all other kinds follow from it: an index of such a kind has
// of every package that it is to list (IndexKind::listing_indexes) the entries that its kind finds there. As each entry
// has the digest of its package, no two packages share an entry, so a list is changed by the entries of the packages
// that came and went, and no other package is looked at.
//
// A package that came in before a format had some text of it has no entries that need this text.
#include "publishing/content/following_lists.hpp"

#include "publishing/model/urls.hpp"
#include "repo-format/formats/package_format.hpp"
#include "repo-format/index/edit.hpp"

#include <algorithm>
#include <iterator>

namespace slipway::publishing {
namespace {

using Edits = std::map<IndexKey, index::ListEdit>;

constexpr std::size_t most_added_at_once = 100'000;  // entries: some 20 MB

class Following {
public:
    Following(const storage::DistroRow& distro, const ContentLists& lists, const PackageReader& packages,
              PendingNodes& made)
        : distro_(distro),
          lists_(lists),
          packages_(packages),
          made_(made),
          architectures_(architectures_in(distro, lists)) {}

    /// What the lists that stay gain and lose by these packages.
    Result<Edits> edits_by(const std::vector<MovedPackage>& moved) const {
        Edits edits;
        for (const auto& package : moved)
            for (const auto* kind : formats::of(distro_.format).following_kinds())
                for (const auto& index :
                     indexes_for(*kind, distro_, architectures_, package.component, package.key.qualifier))
                    if (lists_.contains(index)) TRY(add_edit(edits[index], *kind, index, package));
        return edits;
    }

    Result<ListState> edited(const IndexKey& index, const index::ListEdit& edit, const index::Root& root) const {
        auto list = TRY(index::edit_list(made_, kind_of(index).traits().order, root, edit));
        made_.add(std::move(list.nodes));
        return ListState{list.root, list.count};
    }

    /// The list of an index, from all packages.
    Result<ListState> whole(const IndexKey& index) const {
        const auto& kind = kind_of(index);
        ListState list;
        index::ListEdit edit;
        for (const auto& package : TRY(packages_for(kind, index))) {
            for (auto& entry : TRY(entries_of(kind, package))) edit.add.push_back(std::move(entry));
            if (edit.add.size() < most_added_at_once) continue;
            list = TRY(edited(index, edit, list.root));
            edit.add.clear();
        }
        return edited(index, edit, list.root);
    }

private:
    Result<> add_edit(index::ListEdit& edit, const formats::IndexKind& kind, const IndexKey& index,
                      const MovedPackage& package) const {
        if (package.side == index::Side::added) {
            for (auto& entry : TRY(entries_of(kind, package.key.sha256))) edit.add.push_back(std::move(entry));
            return {};
        }
        for (auto& key : TRY(keys_to_remove(kind, index, package.key.sha256))) edit.remove.push_back(std::move(key));
        return {};
    }

    Result<std::vector<index::Entry>> entries_of(const formats::IndexKind& kind, const Sha256& sha256) const {
        const auto package = TRY(packages_.read(sha256));
        if (!kind.is_enough(package->documents)) return std::vector<index::Entry>();
        return kind.entries(view_of(*package));
    }

    /// A package can leave even if its texts are damaged. Then the entries that came from it are searched in the list.
    Result<std::vector<index::EntryKey>> keys_to_remove(const formats::IndexKind& kind, const IndexKey& index,
                                                        const Sha256& sha256) const {
        const auto entries = entries_of(kind, sha256);
        if (!entries.ok() && entries.error().fault() == Fault::corrupt)
            return keys_from(made_, index, lists_.at(index).root, {sha256});
        if (!entries.ok()) return entries.error();
        std::vector<index::EntryKey> keys;
        for (const auto& entry : *entries) keys.push_back(entry.key);
        return keys;
    }

    Result<std::vector<Sha256>> packages_for(const formats::IndexKind& kind, const IndexKey& index) const {
        std::vector<Sha256> packages;
        std::map<std::string, bool> listed;  // by the architecture of packages
        const auto is_listed = [&](const std::string& architecture) {
            const auto [known, is_new] = listed.try_emplace(architecture);
            if (is_new)
                known->second =
                    std::ranges::count(kind.listing_indexes(architectures_, architecture), index.architecture) > 0;
            return known->second;
        };
        for (const auto& home : package_lists(distro_, lists_)) {
            const auto list = lists_.find(home);
            if (home.component != index.component || list == lists_.end()) continue;
            TRY(index::visit_entries(made_, package_order_of(distro_), list->second.root, std::nullopt,
                                     [&](const index::Entry& entry) {
                                         const auto& architecture = entry.key.qualifier;
                                         if (is_home_of(distro_, home, architecture) && is_listed(architecture))
                                             packages.push_back(entry.key.sha256);
                                         return index::Visit::next;
                                     }));
        }
        return packages;
    }

    const storage::DistroRow& distro_;
    const ContentLists& lists_;
    const PackageReader& packages_;
    PendingNodes& made_;
    std::vector<std::string> architectures_;
};

/// The indexes of a distro that are no package lists: those that its content has, and those that it is to have.
struct FollowingIndexes {
    std::set<IndexKey> there, wanted;
};

FollowingIndexes following_indexes(const storage::DistroRow& distro, const ContentLists& lists) {
    FollowingIndexes indexes;
    for (const auto& [index, list] : lists)
        if (index.distro == distro.id && !lists_packages(index)) indexes.there.insert(index);
    for (const auto& index : all_indexes(distro, lists))
        if (!lists_packages(index)) indexes.wanted.insert(index);
    return indexes;
}

}  // namespace

Result<FollowingChanges> follow_packages(const storage::DistroRow& distro, const ContentLists& lists,
                                         const std::vector<MovedPackage>& moved, const std::set<IndexKey>& begun,
                                         const PackageReader& packages, PendingNodes& made) {
    FollowingChanges changes;
    if (formats::of(distro.format).following_kinds().empty()) return changes;
    const Following following(distro, lists, packages, made);
    const auto [there, wanted] = following_indexes(distro, lists);
    std::ranges::set_difference(there, wanted, std::back_inserter(changes.gone));
    const auto edits = TRY(following.edits_by(moved));
    for (const auto& index : wanted) {
        const auto edit = edits.find(index);
        if (!there.contains(index) || begun.contains(index))
            changes.changed[index] = TRY(following.whole(index));
        else if (edit != edits.end())
            changes.changed[index] = TRY(following.edited(index, edit->second, lists.at(index).root));
    }
    return changes;
}

Result<std::vector<index::EntryKey>> keys_from(const index::NodeReader& nodes, const IndexKey& index,
                                               const index::Root& root, const std::unordered_set<Sha256>& packages) {
    std::vector<index::EntryKey> keys;
    TRY(index::visit_entries(nodes, kind_of(index).traits().order, root, std::nullopt, [&](const index::Entry& entry) {
        if (packages.contains(entry.key.sha256)) keys.push_back(entry.key);
        return index::Visit::next;
    }));
    return keys;
}

}  // namespace slipway::publishing
