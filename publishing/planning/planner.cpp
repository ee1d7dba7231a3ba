#include "publishing/planning/planner.hpp"

#include "base/text.hpp"
#include "publishing/content/keep_policy.hpp"
#include "publishing/model/audit_events.hpp"
#include "publishing/model/ephemeral.hpp"

#include <algorithm>

namespace slipway::publishing {

namespace {

/// Every revision has a cause, an actor and an event. A change that forgets to say so is not published.
Result<> check_causes(const std::string& channel, const ChannelPlan& work) {
    const auto complete = [](const auto& change) {
        return is_cause(change.first.cause) && !change.first.actor.empty();
    };
    if (!work.changes.empty() && std::ranges::all_of(work.changes, complete)) return {};
    return Error(Fault::internal, "a revision of channel " + channel + " would have no cause");
}

/// "keep 3 versions and 30 days"
std::string reason_of(const storage::KeepPolicy& policy) {
    std::vector<std::string> limits;
    const auto add = [&](const std::optional<std::uint32_t>& limit, const std::string& unit) {
        if (limit) limits.push_back(std::to_string(*limit) + " " + unit + (*limit == 1 ? "" : "s"));
    };
    add(policy.versions, "version");
    add(policy.days, "day");
    return "keep " + join(limits, " and ");
}

}  // namespace

Result<Planner> Planner::begin(Parts parts, const RepositoryState& state) {
    auto tx = TRY(parts.catalog.read());
    return Planner(std::move(parts), std::move(tx), state);
}

Planner::Planner(Parts parts, storage::ReadTransaction tx, const RepositoryState& state)
    : parts_(std::move(parts)), tx_(std::move(tx)) {
    plan_.after = state;
    plan_.nodes = std::make_shared<PendingNodes>(parts_.nodes);
    plan_.packages = std::make_shared<PendingPackages>();
    for (const auto& [name, channel] : state.channels) drafts_.emplace(name, ChannelDraft(parts_.nodes, channel));
}

Result<> Planner::plan_remove(const Actor& actor, const RemoveChange& change) {
    ChannelDraft* draft = TRY(draft_of(change.channel));
    TRY(check_unprotected(draft->settings()));
    const auto signings = TRY(storage::find_signings(tx_, plan_.after.settings.id, change.package));
    if (signings.empty()) return no_package(plan_.after, change.package);

    std::uint64_t removed = 0;
    const storage::PackageRow* package = nullptr;  // of all signings of an rpm, the one the channel had
    for (auto signing = signings.begin(); signing != signings.end() && removed == 0; ++signing) {
        package = &*signing;
        const index::EntryKey key{package->name, package->version, package->architecture, package->sha256};
        removed = TRY(take_out(*draft, package->format, key, change.distro));
    }
    if (removed == 0)
        return Error(Fault::not_found, "channel " + change.channel + " does not contain package " +
                                           change.package.hex() +
                                           (change.distro ? " in distro " + *change.distro : ""));
    const auto event = add_event(actor, change.channel, audit::PackagesRemoved{{key_of(*package)}, change.reason});
    note_change(change.channel, Cause::remove, actor, change.reason, 0, removed, event);
    return {};
}

Result<> Planner::plan_expire(const Actor& actor, const ExpireChange& change) {
    ChannelDraft* draft = TRY(draft_of(change.channel));
    const auto& policy = draft->settings().keep;
    const auto names = names_to_check(*draft);
    auto [expired, due] =
        TRY(find_expired(tx_, parts_.nodes, plan_.after.settings, draft->state().lists, policy, parts_.now, names));
    plan_.kept = KeepApplied{change.channel, policy, parts_.now, !names, std::move(due)};
    if (expired.empty()) return {};
    audit::PackagesExpired what;
    for (const auto& package : expired) {
        draft->remove(*distro(package.distro), package.component, package.key);
        what.packages.push_back(package.key);
    }
    const auto event = add_event(actor, change.channel, what);
    note_change(change.channel, Cause::expire, actor, reason_of(policy), 0, expired.size(), event);
    return {};
}

/// What may be past the channel's policy; nothing: everything.
std::optional<NamesByIndex> Planner::names_to_check(const ChannelDraft& draft) const {
    if (parts_.kept == nullptr) return std::nullopt;
    const auto& channel = draft.state();
    const auto kept = parts_.kept->find(channel.settings.name);
    if (kept == parts_.kept->end()) return std::nullopt;
    return kept->second.names_to_check(parts_.nodes, plan_.after.settings, channel.lists, channel.settings.keep,
                                       parts_.now);
}

/// Takes the package out of every component of this distro or of all of its format. How often it was there.
Result<std::uint64_t> Planner::take_out(ChannelDraft& draft, const std::string& format, const index::EntryKey& key,
                                        const std::optional<std::string>& distro) const {
    std::uint64_t removed = 0;
    for (const auto& row : plan_.after.settings.distros) {
        if (row.format != format || (distro && row.name != *distro)) continue;
        const auto components = components_of(row);
        for (const auto& component : components) {
            if (!TRY(draft.contains(row, component, key))) continue;
            draft.remove(row, component, key);
            ++removed;
        }
    }
    return removed;
}

void Planner::plan_republish(const std::set<std::pair<std::string, IndexKey>>& indexes) {
    all_releases_ = all_releases_ || indexes.empty();
    for (const auto& [channel, key] : indexes)
        if (plan_.after.channels.contains(channel)) plan_.channels[channel].render.insert(key);
}

Result<Plan> Planner::finish() && {
    const auto distro_of = [this](RowId id) { return plan_.after.find_distro(id); };
    for (auto& [name, draft] : drafts_) {
        auto difference = TRY(draft.finish(distro_of, *plan_.nodes));
        ChannelState after = draft.state();
        ChannelPlan& work = plan_.channels[name];
        work.render.merge(difference.changed);
        std::erase_if(work.render, [&](const auto& index) { return !after.lists.contains(index); });
        work.gone = std::move(difference.gone);
        std::erase_if(work.gone, [&](const auto& index) { return distro_of(index.distro) == nullptr; });
        for (const auto& index : work.render) work.entry_points.insert(index.distro);
        for (const auto& index : work.gone) work.entry_points.insert(index.distro);
        for (const auto& row : plan_.after.settings.distros)
            if (all_entry_points_ || work.created || (all_releases_ && row.format == "deb"))
                work.entry_points.insert(row.id);

        const Sha256 root = content_root(plan_.after, after.lists);
        work.new_revision = work.created || work.declared || root != after.root;
        if (work.new_revision) {
            TRY(check_causes(name, work));
            ++after.revision;
            after.root = root;
            after.updated_at = parts_.now;
        }
        const bool nothing = !work.new_revision && work.entry_points.empty();
        plan_.after.channels.insert_or_assign(name, std::move(after));
        if (nothing) plan_.channels.erase(name);
    }
    return std::move(plan_);
}

Result<ChannelDraft*> Planner::draft_of(const std::string& channel) {
    const auto found = drafts_.find(channel);
    if (found == drafts_.end()) return no_channel(plan_.after, channel);
    return &found->second;
}

void Planner::note_change(const std::string& channel, Cause cause, const Actor& actor, const std::string& reason,
                          std::uint64_t added, std::uint64_t removed, std::size_t event) {
    storage::ChangeRow row;
    row.cause = std::string(name_of(cause));
    row.actor = actor.name;
    row.reason = reason;
    row.added = added;
    row.removed = removed;
    plan_.channels[channel].changes.emplace_back(std::move(row), event);
}

index::EntryKey key_of(const storage::PackageRow& package) {
    return {package.name, package.version, package.architecture, package.sha256};
}

storage::DistroRow* Planner::distro(RowId id) {
    for (auto& row : plan_.after.settings.distros)
        if (row.id == id) return &row;
    return nullptr;
}

storage::DistroRow* Planner::distro_named(const std::string& name) {
    for (auto& row : plan_.after.settings.distros)
        if (row.name == name) return &row;
    return nullptr;
}

Result<> check_terms(const Expectation& expected, const RepositoryState& repository) {
    return expected ? expected(repository) : Result<>();
}

}  // namespace slipway::publishing
