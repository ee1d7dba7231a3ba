#include "publishing/content/package_edits.hpp"

#include "repo-format/formats/package_format.hpp"
#include "repo-format/index/edit.hpp"

#include <tuple>

namespace slipway::publishing {

bool KeyLess::operator()(const index::EntryKey& a, const index::EntryKey& b) const {
    return std::tie(a.name, a.version, a.qualifier, a.sha256) < std::tie(b.name, b.version, b.qualifier, b.sha256);
}

const PackageEdits::OfList* PackageEdits::find(const IndexKey& index) const {
    const auto found = of_lists_.find(index);
    return found == of_lists_.end() ? nullptr : &found->second;
}

void PackageEdits::add(const IndexKey& index, const index::Entry& entry) {
    OfList& edits = of_lists_[index];
    if (edits.removed.erase(entry.key) == 0) edits.added[entry.key] = entry;
}

void PackageEdits::remove(const IndexKey& index, const index::EntryKey& key) {
    OfList& edits = of_lists_[index];
    if (edits.added.erase(key) == 0) edits.removed.insert(key);
}

std::map<RowId, std::vector<MovedPackage>> PackageEdits::moved(const DistroOf& distro_of) const {
    std::map<RowId, std::vector<MovedPackage>> moved;
    for (const auto& [index, edits] : of_lists_) {
        const auto* distro = distro_of(index.distro);
        if (distro == nullptr || formats::of(distro->format).following_kinds().empty()) continue;
        const auto record = [&, &index = index](const index::EntryKey& key, index::Side side) {
            if (is_home_of(*distro, index, key.qualifier)) moved[distro->id].push_back({index.component, key, side});
        };
        for (const auto& [key, entry] : edits.added) record(key, index::Side::added);
        for (const auto& key : edits.removed) record(key, index::Side::removed);
    }
    return moved;
}

Result<ContentLists> PackageEdits::carried_out(const index::NodeReader& nodes, const ContentLists& lists,
                                               const DistroOf& distro_of, PendingNodes& made) const {
    ContentLists changed;
    for (const auto& [index, edits] : of_lists_) {
        if (edits.added.empty() && edits.removed.empty()) continue;
        index::ListEdit edit;
        for (const auto& [key, entry] : edits.added) edit.add.push_back(entry);
        edit.remove.assign(edits.removed.begin(), edits.removed.end());
        const auto list = lists.find(index);
        const auto before = list == lists.end() ? index::Root() : list->second.root;
        auto edited = TRY(index::edit_list(nodes, package_order_of(*distro_of(index.distro)), before, edit));
        changed[index] = {edited.root, edited.count};
        made.add(std::move(edited.nodes));
    }
    return changed;
}

}  // namespace slipway::publishing
