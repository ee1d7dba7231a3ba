#include "publishing/channel_draft.hpp"

#include <algorithm>
#include <tuple>

namespace slipway::publishing {

index::VersionOrder version_order_of(const storage::DistroRow& distro) {
    return distro.format == "deb" ? index::VersionOrder::deb : index::VersionOrder::rpm;
}

bool KeyLess::operator()(const index::EntryKey& a, const index::EntryKey& b) const {
    return std::tie(a.name, a.version, a.architecture, a.sha256) <
           std::tie(b.name, b.version, b.architecture, b.sha256);
}

const ChannelDraft::Edits* ChannelDraft::edits_of(const IndexKey& index) const {
    const auto found = edits_.find(index);
    return found == edits_.end() ? nullptr : &found->second;
}

Result<bool> ChannelDraft::contains(const storage::DistroRow& distro, const std::string& component,
                                    const index::EntryKey& key) const {
    const IndexKey home = home_of(distro, component, key.architecture);
    if (const Edits* edits = edits_of(home)) {
        if (edits->added.contains(key)) return true;
        if (edits->removed.contains(key)) return false;
    }
    const auto list = state_.lists.find(home);
    if (list == state_.lists.end()) return false;
    const auto entry = TRY(index::find_entry(nodes_, version_order_of(distro), list->second.root, key));
    return entry.has_value();
}

Result<std::vector<index::EntryKey>> ChannelDraft::same_version(const storage::DistroRow& distro,
                                                                const std::string& component,
                                                                const index::EntryKey& like) const {
    const IndexKey home = home_of(distro, component, like.architecture);
    const Edits* edits = edits_of(home);
    const index::EntryKey first{like.name, like.version, like.architecture, Sha256{}};
    const auto is_like = [&](const index::EntryKey& key) {
        return key.name == like.name && key.version == like.version && key.architecture == like.architecture;
    };
    std::vector<index::EntryKey> found;
    if (const auto list = state_.lists.find(home); list != state_.lists.end()) {
        TRY(index::visit_entries(nodes_, version_order_of(distro), list->second.root, first,
                                 [&](const index::Entry& entry) {
                                     if (!is_like(entry.key)) return index::Visit::stop;
                                     if (edits == nullptr || !edits->removed.contains(entry.key))
                                         found.push_back(entry.key);
                                     return index::Visit::next;
                                 }));
    }
    if (edits != nullptr)
        for (auto at = edits->added.lower_bound(first); at != edits->added.end() && is_like(at->first); ++at)
            found.push_back(at->first);
    return found;
}

Result<> ChannelDraft::visit_home(const storage::DistroRow& distro, const IndexKey& index,
                                  const std::function<Result<>(const index::Entry&)>& visitor) const {
    const Edits* edits = edits_of(index);
    Result<> outcome;
    if (const auto list = state_.lists.find(index); list != state_.lists.end()) {
        TRY(index::visit_entries(nodes_, version_order_of(distro), list->second.root, std::nullopt,
                                 [&](const index::Entry& entry) {
                                     if (!is_home_of(distro, index, entry.key.architecture)) return index::Visit::next;
                                     if (edits != nullptr && edits->removed.contains(entry.key))
                                         return index::Visit::next;
                                     outcome = visitor(entry);
                                     return outcome.ok() ? index::Visit::next : index::Visit::stop;
                                 }));
        TRY(std::move(outcome));
    }
    if (edits == nullptr) return {};
    for (const auto& [key, entry] : edits->added)
        if (is_home_of(distro, index, key.architecture)) TRY(visitor(entry));
    return {};
}

void ChannelDraft::add(const storage::DistroRow& distro, const std::string& component, const index::Entry& entry) {
    for (const auto& index : indexes_for(distro, component, entry.key.architecture)) {
        Edits& edits = edits_[index];
        if (edits.removed.erase(entry.key) == 0) edits.added[entry.key] = entry;
    }
    ++added_;
    ++state_.package_count;
}

void ChannelDraft::remove(const storage::DistroRow& distro, const std::string& component, const index::EntryKey& key) {
    for (const auto& index : indexes_for(distro, component, key.architecture)) {
        Edits& edits = edits_[index];
        if (edits.added.erase(key) == 0) edits.removed.insert(key);
    }
    ++removed_;
    --state_.package_count;
}

void ChannelDraft::adopt(const ChannelState& other) {
    for (const auto& [index, list] : other.lists) list_to_change(index) = list;
    state_.package_count = other.package_count;
}

/// Remembers what it was.
ListState& ChannelDraft::list_to_change(const IndexKey& index) {
    ListState& list = state_.lists[index];
    before_.try_emplace(index, list.root);
    return list;
}

Result<> ChannelDraft::begin_index(const storage::DistroRow& distro, const IndexKey& index) {
    if (!state_.lists.try_emplace(index).second) return {};
    std::vector<IndexKey> others;
    for (const auto& [other, list] : state_.lists)
        if (other.distro == index.distro && other.component == index.component && other != index)
            others.push_back(other);

    // The new index may itself become the home of packages (a first basearch for noarch): they are asked for by name.
    for (const auto& other : others) {
        const auto list = state_.lists.at(other);
        TRY(index::visit_entries(nodes_, version_order_of(distro), list.root, std::nullopt,
                                 [&](const index::Entry& entry) {
                                     const auto listed = indexes_for(distro, index.component, entry.key.architecture);
                                     const Edits* edits = edits_of(other);
                                     const bool stays = edits == nullptr || !edits->removed.contains(entry.key);
                                     if (stays && std::find(listed.begin(), listed.end(), index) != listed.end())
                                         edits_[index].added[entry.key] = entry;
                                     return index::Visit::next;
                                 }));
        if (const Edits* edits = edits_of(other)) {
            for (const auto& [key, entry] : std::map(edits->added)) {
                const auto listed = indexes_for(distro, index.component, key.architecture);
                if (std::find(listed.begin(), listed.end(), index) != listed.end()) edits_[index].added[key] = entry;
            }
        }
    }
    return {};
}

Result<std::set<IndexKey>> ChannelDraft::finish(const std::function<const storage::DistroRow*(RowId)>& distro_of,
                                                PendingNodes& made) {
    for (const auto& [index, edits] : edits_) {
        if (edits.added.empty() && edits.removed.empty()) continue;
        index::ListEdit edit;
        for (const auto& [key, entry] : edits.added) edit.add.push_back(entry);
        edit.remove.assign(edits.removed.begin(), edits.removed.end());
        ListState& list = list_to_change(index);
        auto edited = TRY(index::edit_list(nodes_, version_order_of(*distro_of(index.distro)), list.root, edit));
        list = {edited.root, edited.count};
        made.add(std::move(edited.nodes));
    }
    edits_.clear();
    std::set<IndexKey> changed;
    for (const auto& [index, root] : before_)
        if (state_.lists.at(index).root != root) changed.insert(index);
    return changed;
}

}  // namespace slipway::publishing
