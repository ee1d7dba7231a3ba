#include "publishing/content/channel_draft.hpp"

#include "repo-format/formats/package_format.hpp"
#include "repo-format/index/edit.hpp"

#include <algorithm>
#include <cassert>
#include <tuple>

namespace slipway::publishing {

index::VersionOrder version_order_of(const storage::DistroRow& distro) {
    return formats::of(distro.format).traits().order;
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

Result<> ChannelDraft::add(const storage::DistroRow& distro, const std::string& component, const index::Entry& entry) {
    const auto& architecture = entry.key.architecture;
    const auto needed = needed_architecture(distro, architecture);
    if (needed && !state_.lists.contains({distro.id, component, *needed}))
        for (const auto& each : components_of(distro)) TRY(begin_index(distro, {distro.id, each, *needed}));
    for (const auto& index : indexes_for(distro, architectures_in(distro, state_.lists), component, architecture)) {
        Edits& edits = edits_[index];
        if (edits.removed.erase(entry.key) == 0) edits.added[entry.key] = entry;
    }
    ++added_;
    ++state_.package_count;
    return {};
}

void ChannelDraft::remove(const storage::DistroRow& distro, const std::string& component, const index::EntryKey& key) {
    for (const auto& index : indexes_for(distro, architectures_in(distro, state_.lists), component, key.architecture)) {
        Edits& edits = edits_[index];
        if (edits.added.erase(key) == 0) edits.removed.insert(key);
    }
    if (auto needed = needed_architecture(distro, key.architecture)) lost_own_.emplace(distro.id, std::move(*needed));
    ++removed_;
    --state_.package_count;
}

void ChannelDraft::adopt(const ChannelState& other) {
    for (const auto& [index, list] : other.lists) list_to_change(index) = list;
    const auto own = state_.lists;
    for (const auto& [index, list] : own)
        if (!other.lists.contains(index)) drop_index(index);
    state_.package_count = other.package_count;
}

/// Remembers what it was.
ListState& ChannelDraft::list_to_change(const IndexKey& index) {
    const auto [list, is_new] = state_.lists.try_emplace(index);
    before_.try_emplace(index, is_new ? std::nullopt : std::optional<index::Root>(list->second.root));
    return list->second;
}

void ChannelDraft::drop_index(const IndexKey& index) {
    list_to_change(index);
    state_.lists.erase(index);
}

Result<std::size_t> ChannelDraft::begin_declared(const storage::DistroRow& distro) {
    std::size_t begun = 0;
    for (const auto& index : all_indexes(distro, state_.lists)) {
        if (state_.lists.contains(index)) continue;
        TRY(begin_index(distro, index));
        ++begun;
    }
    return begun;
}

Result<std::size_t> ChannelDraft::begin_anew(const storage::DistroRow& distro, const IndexKey& index) {
    drop_index(index);
    TRY(begin_index(distro, index));
    const Edits* edits = edits_of(index);
    return edits == nullptr ? 0 : edits->added.size();
}

Result<std::size_t> ChannelDraft::drop_undeclared(const storage::DistroRow& distro) {
    const auto components = components_of(distro);
    std::vector<IndexKey> undeclared;
    for (const auto& index : all_indexes(distro, state_.lists)) {
        const bool always_there = index.architecture == architecture_of_all(distro);
        const bool has_component = std::ranges::find(components, index.component) != components.end();
        if (has_component && (always_there || declares(distro, index.architecture))) continue;
        if (!has_component || !TRY(has_own(distro, index.architecture))) undeclared.push_back(index);
    }
    for (const auto& index : undeclared) drop_index(index);
    return undeclared.size();
}

Result<std::uint64_t> ChannelDraft::drop_distro(const storage::DistroRow& distro) {
    std::uint64_t count = 0;
    const auto note = [&](const index::Entry&) -> Result<> {
        ++count;
        return {};
    };
    const auto indexes = all_indexes(distro, state_.lists);
    for (const auto& index : indexes) TRY(visit_home(distro, index, note));
    for (const auto& index : indexes) drop_index(index);
    removed_ += count;
    state_.package_count -= count;
    return count;
}

Result<std::optional<index::EntryKey>> ChannelDraft::find_first(const storage::DistroRow& distro, const IndexKey& index,
                                                                const IsWanted& is_wanted) const {
    assert(edits_of(index) == nullptr);
    std::optional<index::EntryKey> found;
    const auto list = state_.lists.find(index);
    if (list == state_.lists.end()) return found;
    TRY(index::visit_entries(nodes_, version_order_of(distro), list->second.root, std::nullopt,
                             [&](const index::Entry& entry) {
                                 if (!is_wanted(entry.key)) return index::Visit::next;
                                 found = entry.key;
                                 return index::Visit::stop;
                             }));
    return found;
}

/// Begins an index of a distro with what belongs there and stands in the distro's other indexes.
Result<> ChannelDraft::begin_index(const storage::DistroRow& distro, const IndexKey& index) {
    if (state_.lists.contains(index)) return {};
    list_to_change(index);
    const auto& format = formats::of(distro.format);
    std::vector<IndexKey> others;
    for (const auto& [other, list] : state_.lists)
        if (other.distro == index.distro && other.component == index.component && other != index &&
            format.may_list_for_others(other.architecture))
            others.push_back(other);
    for (const auto& other : others) TRY(take_over(distro, index, other));
    return {};
}

Result<> ChannelDraft::take_over(const storage::DistroRow& distro, const IndexKey& index, const IndexKey& other) {
    const auto architectures = architectures_in(distro, state_.lists);
    const auto belongs = [&](const index::EntryKey& key) {
        const auto listed = indexes_for(distro, architectures, index.component, key.architecture);
        return std::ranges::find(listed, index) != listed.end();
    };
    const Edits* edits = edits_of(other);
    const auto list = state_.lists.at(other);
    auto& added = edits_[index].added;
    TRY(index::visit_entries(nodes_, version_order_of(distro), list.root, std::nullopt, [&](const index::Entry& entry) {
        const bool stays = edits == nullptr || !edits->removed.contains(entry.key);
        if (stays && belongs(entry.key)) added[entry.key] = entry;
        return index::Visit::next;
    }));
    if (edits == nullptr) return {};
    for (const auto& [key, entry] : edits->added)
        if (belongs(key)) added[key] = entry;
    return {};
}

Result<bool> ChannelDraft::has_own(const storage::DistroRow& distro, const std::string& architecture) const {
    const auto is_own = [&](const index::EntryKey& key) {
        return needed_architecture(distro, key.architecture) == architecture;
    };
    const auto& format = formats::of(distro.format).traits();
    const std::string every_machine(format.for_every_machine);
    for (const auto& component : components_of(distro)) {
        const IndexKey index{distro.id, component, architecture};
        const Edits* edits = edits_of(index);
        if (edits != nullptr && std::ranges::any_of(edits->added, [&](const auto& row) { return is_own(row.first); }))
            return true;
        const auto list = state_.lists.find(index);
        if (list == state_.lists.end()) continue;
        if (format.every_index_lists_those && edits_.empty()) {  // then it lists these, and its own
            if (list->second.count > state_.lists.at({distro.id, component, every_machine}).count) return true;
            continue;
        }
        bool found = false;
        TRY(index::visit_entries(
            nodes_, version_order_of(distro), list->second.root, std::nullopt, [&](const index::Entry& entry) {
                found = is_own(entry.key) && (edits == nullptr || !edits->removed.contains(entry.key));
                return found ? index::Visit::stop : index::Visit::next;
            }));
        if (found) return true;
    }
    return false;
}

/// For deb two counts tell. An index of rpm is read up to its first own package: past the noarch packages before it,
/// and only where a basearch that is not declared has lost a package.
Result<> ChannelDraft::drop_empty(const std::function<const storage::DistroRow*(RowId)>& distro_of) {
    for (const auto& [id, architecture] : lost_own_) {
        const auto& distro = *distro_of(id);
        if (declares(distro, architecture) || TRY(has_own(distro, architecture))) continue;
        for (const auto& component : components_of(distro)) drop_index({id, component, architecture});
    }
    lost_own_.clear();
    return {};
}

Result<ChannelDraft::Difference> ChannelDraft::finish(const std::function<const storage::DistroRow*(RowId)>& distro_of,
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
    TRY(drop_empty(distro_of));
    Difference difference;
    for (const auto& [index, root] : before_) {
        const auto list = state_.lists.find(index);
        if (list == state_.lists.end()) {
            if (root) difference.gone.insert(index);
        } else if (!root || list->second.root != *root) {
            difference.changed.insert(index);
        }
    }
    return difference;
}

}  // namespace slipway::publishing
