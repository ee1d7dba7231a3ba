#include "publishing/planning/planning.hpp"

#include "publishing/model/ephemeral.hpp"
#include "publishing/rendering/entry_points.hpp"
#include "publishing/served/pool_places.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

/// Every revision has a cause, an actor and an event. A change that forgets to say so is not published.
Result<> check_causes(const std::string& channel, const ChannelPlan& work) {
    const auto complete = [](const auto& change) { return change.first.cause && !change.first.actor.empty(); };
    if (!work.changes.empty() && std::ranges::all_of(work.changes, complete)) return {};
    return Error(Fault::internal, "a revision of channel " + channel + " would have no cause");
}

}  // namespace

Planning::Planning(Given given, const RepositoryState& state) : given_(std::move(given)) {
    plan_.after = state;
    plan_.nodes = std::make_shared<PendingNodes>(given_.nodes);
    plan_.packages = std::make_shared<PendingPackages>();
    for (const auto& [name, channel] : state.channels) drafts_.emplace(name, ChannelDraft(given_.nodes, channel));
}

Result<ChannelDraft*> Planning::draft_of(const std::string& channel) {
    const auto found = drafts_.find(channel);
    if (found == drafts_.end()) return no_channel(plan_.after, channel);
    return &found->second;
}

storage::DistroRow* Planning::distro(RowId id) {
    for (auto& row : plan_.after.settings.distros)
        if (row.id == id) return &row;
    return nullptr;
}

storage::DistroRow* Planning::distro(const std::string& name) {
    for (auto& row : plan_.after.settings.distros)
        if (row.name == name) return &row;
    return nullptr;
}

void Planning::record_change(const std::string& channel, Cause cause, const Actor& actor, const std::string& reason,
                             PackageCounts counts, std::size_t event) {
    storage::ChangeRow row;
    row.cause = cause;
    row.actor = actor.name;
    row.reason = reason;
    row.added = counts.added;
    row.removed = counts.removed;
    plan_.channels[channel].changes.emplace_back(std::move(row), event);
}

Result<> Planning::begin_channel(ChannelState state, std::size_t event) {
    const std::string name = state.settings.name;
    const auto past = TRY(given_.facts.find_continuation(name));
    state.settings.id = TRY(given_.new_id());
    state.revision = past.last_revision;
    state.last_date = Seconds(std::chrono::seconds(past.last_date));
    ChannelPlan& work = plan_.channels[name];
    work.created = true;
    for (const auto& [index, list] : state.lists) work.render.insert(index);
    storage::ChangeRow row;
    row.cause = Cause::create;
    row.actor = plan_.events.at(event).actor;
    row.added = state.package_count;
    work.changes.emplace_back(std::move(row), event);
    save_settings(state.settings);
    drafts_.emplace(name, ChannelDraft(given_.nodes, std::move(state)));
    for (const auto& distro : plan_.after.settings.distros) TRY(drafts_.at(name).begin_declared(distro));
    if (!has_expired(plan_.after, name)) return {};
    auto expired = *plan_.after.expired;
    expired.erase(name);
    plan_.after.expired = std::make_shared<const ExpiredChannels>(std::move(expired));
    return {};
}

void Planning::save_settings(const storage::ChannelRow& channel) {
    plan_.settings_changed = true;
    auto& rows = plan_.after.settings.channels;
    std::erase_if(rows, [&](const auto& row) { return row.id == channel.id; });
    rows.push_back(channel);
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
}

void Planning::end_channel(const std::string& name) {
    const RowId id = plan_.after.channels.at(name).settings.id;
    drafts_.erase(name);
    plan_.after.channels.erase(name);
    std::erase_if(plan_.after.settings.channels, [&](const auto& row) { return row.id == id; });
    plan_.gone_channels.emplace(name, id);
}

void Planning::store_package(const SharedPackage& package, RowId distro, const std::string& component) {
    if (package->id == 0) plan_.packages->try_emplace(package->sha256, package);
    plan_.pool_names.push_back({distro, package->sha256, package->file_name, package->size});
    if (formats::of(package->format).traits().layout == formats::Layout::apt)
        plan_.pool_places.push_back(pool_place(*package, distro, component));
}

Result<std::uint64_t> Planning::remove_package(ChannelDraft& draft, Format format, const index::EntryKey& key,
                                               const std::optional<std::string>& distro) const {
    std::uint64_t removed = 0;
    for (const auto& row : plan_.after.settings.distros) {
        if (row.format != format || (distro && row.name != *distro)) continue;
        for (const auto& component : components_of(row)) {
            if (!TRY(draft.contains(row, component, key))) continue;
            draft.remove(row, component, key);
            ++removed;
        }
    }
    return removed;
}

Result<TakenVersions> Planning::find_taken(std::span<const VersionKey> versions) const {
    auto taken = TRY(given_.facts.find_taken(versions));
    for (const auto& version : versions)
        if (const auto here = taken_.find(version); here != taken_.end()) taken[version] = here->second;
    return taken;
}

void Planning::take_version(const storage::DistroRow& row, const storage::PackageRow& package) {
    if (!taken_.try_emplace(version_in(row.id, package), package.uploaded_sha256).second) return;
    plan_.taken_versions.push_back(
        {row.id, package.name, package.version, package.architecture, package.uploaded_sha256});
}

Result<HoldingChannels> Planning::holders_of(const storage::DistroRow& row, const index::EntryKey& version,
                                             const Sha256& uploaded) const {
    std::vector<Sha256> served{uploaded};
    if (const auto chosen = variant_chosen_for(uploaded)) served.push_back(chosen->sha256);
    for (const auto& variant : TRY(given_.facts.find_variants(uploaded))) served.push_back(variant.sha256);
    return find_holding(drafts_, row, version, served);
}

SharedPackage Planning::variant_chosen_for(const Sha256& uploaded) const {
    const auto found = chosen_variants_.find(uploaded);
    return found == chosen_variants_.end() ? nullptr : found->second;
}

Result<Plan> Planning::finish() && {
    for (auto& [name, draft] : drafts_) TRY(finish_channel(name, draft));
    return std::move(plan_);
}

Result<> Planning::finish_channel(const std::string& name, ChannelDraft& draft) {
    const auto distro_of = [this](RowId id) { return plan_.after.find_distro(id); };
    const auto difference = TRY(draft.finish(distro_of, packages(), *plan_.nodes));
    ChannelState after = draft.state();
    ChannelPlan& work = plan_.channels[name];
    collect_entry_points(work, difference, after.lists);

    const Sha256 root = content_root(plan_.after, after.lists);
    work.new_revision = work.created || work.declared || root != after.root;
    if (work.new_revision) {
        TRY(check_causes(name, work));
        ++after.revision;
        after.root = root;
        after.updated_at = given_.now;
    }
    const bool nothing = !work.new_revision && work.entry_points.empty();
    plan_.after.channels.insert_or_assign(name, std::move(after));
    if (nothing) plan_.channels.erase(name);
    return {};
}

void Planning::collect_entry_points(ChannelPlan& work, const ChannelDraft::Difference& difference,
                                    const ContentLists& lists) const {
    work.render.insert(difference.changed.begin(), difference.changed.end());
    std::erase_if(work.render, [&](const auto& index) { return !lists.contains(index); });
    work.gone = difference.gone;
    std::erase_if(work.gone, [&](const auto& index) { return distro(index.distro) == nullptr; });
    for (const auto& index : work.render) work.entry_points.insert(index.distro);
    for (const auto& index : work.gone) work.entry_points.insert(index.distro);
    for (const auto& row : plan_.after.settings.distros)
        if (renew_entry_points_ || work.created || (renew_releases_ && has_release(row)))
            work.entry_points.insert(row.id);
}

PackageCounts counts_since(const ChannelDraft& draft, const PackageCounts& before) {
    return {draft.added() - before.added, draft.removed() - before.removed};
}

index::EntryKey key_of(const storage::PackageRow& package) {
    return {package.name, package.version, package.architecture, package.sha256};
}

}  // namespace slipway::publishing
