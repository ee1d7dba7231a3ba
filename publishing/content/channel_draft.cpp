#include "publishing/content/channel_draft.hpp"

#include "repo-format/formats/package_format.hpp"

#include <algorithm>
#include <cassert>

namespace slipway::publishing {

Result<bool> ChannelDraft::contains(const storage::DistroRow& distro, const std::string& component,
                                    const index::EntryKey& key) const {
    const IndexKey home = home_of(distro, component, key.qualifier);
    if (const auto* edits = edits_.find(home)) {
        if (edits->added.contains(key)) return true;
        if (edits->removed.contains(key)) return false;
    }
    const auto list = state_.lists.find(home);
    if (list == state_.lists.end()) return false;
    const auto entry = TRY(index::find_entry(nodes_, package_order_of(distro), list->second.root, key));
    return entry.has_value();
}

Result<std::vector<index::EntryKey>> ChannelDraft::same_version(const storage::DistroRow& distro,
                                                                const std::string& component,
                                                                const index::EntryKey& like) const {
    const IndexKey home = home_of(distro, component, like.qualifier);
    const auto* edits = edits_.find(home);
    const index::EntryKey first{like.name, like.version, like.qualifier, Sha256{}};
    const auto is_like = [&](const index::EntryKey& key) {
        return key.name == like.name && key.version == like.version && key.qualifier == like.qualifier;
    };
    std::vector<index::EntryKey> found;
    if (const auto list = state_.lists.find(home); list != state_.lists.end()) {
        TRY(index::visit_entries(nodes_, package_order_of(distro), list->second.root, first,
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
    const auto* edits = edits_.find(index);
    Result<> outcome;
    if (const auto list = state_.lists.find(index); list != state_.lists.end()) {
        TRY(index::visit_entries(nodes_, package_order_of(distro), list->second.root, std::nullopt,
                                 [&](const index::Entry& entry) {
                                     if (!is_home_of(distro, index, entry.key.qualifier)) return index::Visit::next;
                                     if (edits != nullptr && edits->removed.contains(entry.key))
                                         return index::Visit::next;
                                     outcome = visitor(entry);
                                     return outcome.ok() ? index::Visit::next : index::Visit::stop;
                                 }));
        TRY(std::move(outcome));
    }
    if (edits == nullptr) return {};
    for (const auto& [key, entry] : edits->added)
        if (is_home_of(distro, index, key.qualifier)) TRY(visitor(entry));
    return {};
}

Result<> ChannelDraft::add(const storage::DistroRow& distro, const std::string& component, const index::Entry& entry) {
    const auto& architecture = entry.key.qualifier;
    if (needed_architecture(distro, architecture) && !state_.lists.contains(home_of(distro, component, architecture)))
        for (const auto& each : components_of(distro)) TRY(begin_index(distro, home_of(distro, each, architecture)));
    for (const auto& index : indexes_for(distro, architectures_in(distro, state_.lists), component, architecture))
        edits_.add(index, entry);
    ++added_;
    ++state_.package_count;
    return {};
}

void ChannelDraft::remove(const storage::DistroRow& distro, const std::string& component, const index::EntryKey& key) {
    for (const auto& index : indexes_for(distro, architectures_in(distro, state_.lists), component, key.qualifier))
        edits_.remove(index, key);
    if (auto needed = needed_architecture(distro, key.qualifier)) lost_own_.emplace(distro.id, std::move(*needed));
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
    if (!lists_packages(index)) return count_for(distro, index);
    const auto* edits = edits_.find(index);
    return edits == nullptr ? 0 : edits->added.size();
}

/// How many packages an index of whatever kind is to list.
Result<std::size_t> ChannelDraft::count_for(const storage::DistroRow& distro, const IndexKey& index) const {
    const auto architectures = architectures_in(distro, state_.lists);
    std::size_t count = 0;
    const auto note = [&](const index::Entry& entry) -> Result<> {
        const auto listing = indexes_for(kind_of(index), distro, architectures, index.component, entry.key.qualifier);
        count += static_cast<std::size_t>(std::ranges::count(listing, index));
        return {};
    };
    for (const auto& home : package_lists(distro, state_.lists))
        if (home.component == index.component) TRY(visit_home(distro, home, note));
    return count;
}

Result<std::size_t> ChannelDraft::drop_undeclared(const storage::DistroRow& distro) {
    const auto components = components_of(distro);
    std::vector<IndexKey> undeclared;
    for (const auto& index : package_lists(distro, state_.lists)) {
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
    for (const auto& index : package_lists(distro, state_.lists)) TRY(visit_home(distro, index, note));
    std::vector<IndexKey> indexes;
    for (const auto& [index, list] : state_.lists)
        if (index.distro == distro.id) indexes.push_back(index);
    for (const auto& index : indexes) drop_index(index);
    removed_ += count;
    state_.package_count -= count;
    return count;
}

Result<std::optional<index::EntryKey>> ChannelDraft::find_first(const storage::DistroRow& distro, const IndexKey& index,
                                                                const IsWanted& is_wanted) const {
    assert(edits_.find(index) == nullptr);
    std::optional<index::EntryKey> found;
    const auto list = state_.lists.find(index);
    if (list == state_.lists.end()) return found;
    TRY(index::visit_entries(nodes_, package_order_of(distro), list->second.root, std::nullopt,
                             [&](const index::Entry& entry) {
                                 if (!is_wanted(entry.key)) return index::Visit::next;
                                 found = entry.key;
                                 return index::Visit::stop;
                             }));
    return found;
}

/// Begins a package list of a distro with what belongs there and stands in the distro's others.
Result<> ChannelDraft::begin_index(const storage::DistroRow& distro, const IndexKey& index) {
    if (state_.lists.contains(index)) return {};
    list_to_change(index);
    if (!lists_packages(index)) {
        begun_.insert(index);
        return {};
    }
    const auto& format = formats::of(distro.format);
    for (const auto& [other, list] : state_.lists)
        if (other.distro == index.distro && other.kind == index.kind && other.component == index.component &&
            other != index && format.may_list_for_others(other.architecture))
            TRY(take_over(distro, index, other));
    return {};
}

Result<> ChannelDraft::take_over(const storage::DistroRow& distro, const IndexKey& index, const IndexKey& other) {
    const auto architectures = architectures_in(distro, state_.lists);
    const auto belongs = [&](const index::EntryKey& key) {
        const auto listed = indexes_for(distro, architectures, index.component, key.qualifier);
        return std::ranges::find(listed, index) != listed.end();
    };
    const auto* edits = edits_.find(other);
    const auto list = state_.lists.at(other);
    TRY(index::visit_entries(nodes_, package_order_of(distro), list.root, std::nullopt, [&](const index::Entry& entry) {
        const bool stays = edits == nullptr || !edits->removed.contains(entry.key);
        if (stays && belongs(entry.key)) edits_.fill(index, entry);
        return index::Visit::next;
    }));
    if (edits == nullptr) return {};
    for (const auto& [key, entry] : edits->added)
        if (belongs(key)) edits_.fill(index, entry);
    return {};
}

Result<bool> ChannelDraft::has_own(const index::NodeReader& nodes, const storage::DistroRow& distro,
                                   const std::string& architecture) const {
    const auto is_own = [&](const index::EntryKey& key) {
        return needed_architecture(distro, key.qualifier) == architecture;
    };
    const auto& format = formats::of(distro.format).traits();
    for (const auto& component : components_of(distro)) {
        const IndexKey index{distro.id, package_list_of(distro).name(), component, architecture};
        const auto* edits = edits_.find(index);
        if (edits != nullptr && std::ranges::any_of(edits->added, [&](const auto& row) { return is_own(row.first); }))
            return true;
        const auto list = state_.lists.find(index);
        if (list == state_.lists.end()) continue;
        if (format.every_index_lists_those && edits_.empty()) {  // then it lists these, and its own
            const auto those = home_of(distro, component, std::string(format.for_every_machine));
            if (list->second.count > state_.lists.at(those).count) return true;
            continue;
        }
        bool found = false;
        TRY(index::visit_entries(
            nodes, package_order_of(distro), list->second.root, std::nullopt, [&](const index::Entry& entry) {
                found = is_own(entry.key) && (edits == nullptr || !edits->removed.contains(entry.key));
                return found ? index::Visit::stop : index::Visit::next;
            }));
        if (found) return true;
    }
    return false;
}

/// For deb two counts are enough. A list of rpm is read up to its first own package, behind the noarch packages before
/// it, and only if a basearch that is not declared has lost a package.
Result<> ChannelDraft::drop_empty(const DistroOf& distro_of, const PendingNodes& made) {
    for (const auto& [id, architecture] : lost_own_) {
        const auto& distro = *distro_of(id);
        if (declares(distro, architecture) || TRY(has_own(made, distro, architecture))) continue;
        for (const auto& component : components_of(distro))
            drop_index({id, package_list_of(distro).name(), component, architecture});
    }
    lost_own_.clear();
    return {};
}

Result<> ChannelDraft::follow(const DistroOf& distro_of, Moved moved, const PackageReader& packages,
                              PendingNodes& made) {
    for (const auto& [index, list] : state_.lists) moved.try_emplace(index.distro);
    for (const auto& [id, of_distro] : moved) {
        const auto* distro = distro_of(id);
        if (distro == nullptr) continue;  // it goes, and its lists went
        const auto changes = TRY(follow_packages(*distro, state_.lists, of_distro, begun_, packages, made));
        for (const auto& [index, list] : changes.changed) list_to_change(index) = list;
        for (const auto& index : changes.gone) drop_index(index);
    }
    begun_.clear();
    return {};
}

ChannelDraft::Difference ChannelDraft::difference() const {
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

Result<ChannelDraft::Difference> ChannelDraft::finish(const DistroOf& distro_of, const PackageReader& packages,
                                                      PendingNodes& made) {
    auto moved = edits_.moved(distro_of);
    const auto edited = TRY(edits_.carried_out(nodes_, state_.lists, distro_of, made));
    for (const auto& [index, list] : edited) list_to_change(index) = list;
    edits_.clear();
    TRY(drop_empty(distro_of, made));
    TRY(follow(distro_of, std::move(moved), packages, made));
    return difference();
}

}  // namespace slipway::publishing
