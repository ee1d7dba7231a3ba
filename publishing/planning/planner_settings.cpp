// The rules of settings: repositories and channels. What a change of settings asks for is applied first; an event and a
// revision follow only where something is different afterwards.
#include "publishing/model/ephemeral.hpp"
#include "publishing/model/names.hpp"
#include "publishing/planning/planner.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

/// Of a rule, what must be given and was not.
Result<> check_given(const storage::EphemeralRule& rule) {
    const auto missing = [](const std::string& member) {
        return Error("invalid-field"_problem, "'ephemeral." + member + "' must be given, as a string");
    };
    if (rule.pattern.empty()) return missing("pattern");
    if (rule.ttl == std::chrono::seconds(0)) return missing("ttl");
    return {};
}

}  // namespace

void Planner::begin_repository(const PutRepositoryChange& change) {
    auto& settings = plan_.after.settings;
    settings.id = parts_.new_id();
    settings.origin = change.put.origin.value_or(settings.name);
    plan_.after.keyring = {{*change.first_key, signing::KeyState::active}};
    plan_.new_keys.push_back(*change.first_key);
    plan_.keyring_changed = true;
}

Result<> Planner::plan_put_repository(const Actor& actor, const PutRepositoryChange& change) {
    const auto& put = change.put;
    const bool is_new = plan_.after.settings.id == 0;
    if (is_new && put.terms.if_absent == IfAbsent::refuse) return no_repository(plan_.after.settings.name);
    TRY(check_terms(put.terms.expected, plan_.after));
    const auto before = is_new ? SettingsMembers() : members_of(plan_.after.settings, plan_.after.ephemeral);
    if (is_new) begin_repository(change);
    TRY(set_repository(put));
    audit::RepositorySet what{is_new, changed(before, members_of(plan_.after.settings, plan_.after.ephemeral))};

    for (const auto& distro : put.distros) {
        const auto there = plan_.after.settings.distros.size();
        TRY(make_distro(distro));
        if (plan_.after.settings.distros.size() > there)
            what.distros.push_back(object_of(distro.name, members_of(plan_.after.settings.distros.back())));
    }
    const auto is_missing = [&](const ChannelPut& channel) { return !drafts_.contains(channel.name); };
    if (what.settings.empty() && what.distros.empty() && std::ranges::none_of(put.channels, is_missing)) return {};

    plan_.settings_changed = true;
    const auto event = add_event(actor, "", what);
    for (const auto& channel : put.channels) {
        if (!is_missing(channel)) continue;
        TRY(make_channel(channel, event));
        what.channels.push_back(object_of(channel.name, members_of(drafts_.at(channel.name).settings())));
    }
    amend_event(event, what);
    return {};
}

/// All but its distros and channels.
Result<> Planner::set_repository(const RepositoryPut& put) {
    auto& settings = plan_.after.settings;
    if (put.origin && *put.origin != settings.origin)
        return Error("immutable"_problem, "origin cannot be changed once it is set");
    TRY(check_origin(settings.origin));
    if (put.description && *put.description != settings.description) {
        TRY(check_description(*put.description));
        settings.description = *put.description;
        all_entry_points_ = true;  // it stands in Release
    }
    if (put.sign_packages) settings.sign_packages = *put.sign_packages;
    if (put.retain_revisions) settings.retention.revisions = *put.retain_revisions;
    if (put.retain_days) settings.retention.days = *put.retain_days;
    return put_ephemeral_rule(put);
}

/// A rule that stays as it is is not checked again: its base may have gone since.
Result<> Planner::put_ephemeral_rule(const RepositoryPut& put) {
    if (!put.ephemeral) return {};
    std::optional<storage::EphemeralRule> rule;
    if (const auto& wanted = *put.ephemeral) {
        rule = plan_.after.ephemeral.value_or(storage::EphemeralRule());
        rule->pattern = wanted->pattern.value_or(rule->pattern);
        rule->base = wanted->base.value_or(rule->base);
        rule->ttl = wanted->ttl.value_or(rule->ttl);
        TRY(check_given(*rule));
    }
    if (rule_json(rule) == rule_json(plan_.after.ephemeral)) return {};
    if (rule) {
        const auto is_base = [&](const ChannelPut& channel) { return channel.name == rule->base; };
        const bool made_here = std::ranges::any_of(put.channels, is_base);
        TRY(check_ephemeral_rule(plan_.after, *rule, made_here ? BaseIs::made_with_it : BaseIs::to_be_there));
    }
    plan_.after.ephemeral = std::move(rule);
    plan_.ephemeral_rule_changed = true;
    return {};
}

Result<PutResult> Planner::plan_put_channel(const Actor& actor, const PutChannelChange& change) {
    const auto& put = change.put;
    const auto found = drafts_.find(put.name);
    const bool is_new = found == drafts_.end();
    if (is_new && put.terms.if_absent == IfAbsent::refuse) return no_channel(plan_.after, put.name);
    TRY(check_terms(put.terms.expected, plan_.after));
    if (is_new) {
        const auto event = add_event(actor, put.name, audit::ChannelCreated{put.name, {}});
        TRY(make_channel(put, event));
        amend_event(event, audit::ChannelCreated{put.name, members_of(drafts_.at(put.name).settings())});
        return PutResult::created;
    }
    auto& draft = found->second;
    const auto before = members_of(draft.settings());
    TRY(set_policies(put, draft));
    const auto members = changed(before, members_of(draft.settings()));
    if (members.empty()) return PutResult::updated;
    save_settings(draft.settings());
    add_event(actor, put.name, audit::ChannelUpdated{put.name, members});
    return PutResult::updated;
}

Result<> Planner::make_channel(const ChannelPut& put, std::size_t event) {
    TRY(check_name(NameOf::channel, put.name));
    ChannelState state;
    state.settings.name = put.name;
    TRY(begin_channel(std::move(state), event));
    auto& draft = drafts_.at(put.name);
    TRY(set_policies(put, draft));
    save_settings(draft.settings());
    return {};
}

Result<> Planner::set_policies(const ChannelPut& put, ChannelDraft& draft) {
    auto& settings = draft.settings();
    const bool is_ephemeral = draft.state().life.has_value();
    const bool immutable =
        put.immutable_versions ? put.immutable_versions->value_or(!is_ephemeral) : settings.immutable_versions;
    if (immutable && is_ephemeral)
        return Error("ephemeral-channel"_problem,
                     "channel " + put.name +
                         " is ephemeral: its versions can be published again with other bytes; promote "
                         "into another channel to keep them");
    if (immutable && !settings.immutable_versions) TRY(make_immutable(draft));
    settings.immutable_versions = immutable;
    if (put.is_protected) settings.is_protected = *put.is_protected;
    if (put.promote_from) settings.promote_from = *put.promote_from;
    if (put.keep_versions) settings.keep.versions = *put.keep_versions;
    if (put.keep_days) settings.keep.days = *put.keep_days;
    return {};
}

void Planner::save_settings(const storage::ChannelRow& channel) {
    plan_.settings_changed = true;
    auto& rows = plan_.after.settings.channels;
    std::erase_if(rows, [&](const auto& row) { return row.id == channel.id; });
    rows.push_back(channel);
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
}

/// A channel with the name, settings and lists of `state`; numbers and dates go on where the name's stopped.
Result<> Planner::begin_channel(ChannelState state, std::size_t event) {
    const std::string name = state.settings.name;
    const auto past = TRY(storage::find_continuation(tx_, plan_.after.settings.name, name));
    state.settings.id = parts_.new_id();
    state.revision = past.last_revision;
    state.last_date = Seconds(std::chrono::seconds(past.last_date));
    ChannelPlan& work = plan_.channels[name];
    work.created = true;
    for (const auto& [index, list] : state.lists) work.render.insert(index);
    storage::ChangeRow row;
    row.cause = std::string(name_of(Cause::create));
    row.actor = plan_.events.at(event).actor;
    row.added = state.package_count;
    work.changes.emplace_back(std::move(row), event);
    save_settings(state.settings);
    drafts_.emplace(name, ChannelDraft(parts_.nodes, std::move(state)));
    for (const auto& distro : plan_.after.settings.distros) TRY(drafts_.at(name).begin_declared(distro));
    if (!has_expired(plan_.after, name)) return {};
    auto expired = *plan_.after.expired;
    expired.erase(name);
    plan_.after.expired = std::make_shared<const ExpiredChannels>(std::move(expired));
    return {};
}

/// Every version in the channel becomes taken, or none when one of them is taken by other bytes.
Result<> Planner::make_immutable(ChannelDraft& draft) {
    for (const auto& row : plan_.after.settings.distros) {
        const auto take_one = [&](const index::Entry& entry) -> Result<> {
            const auto package = TRY(storage::find_package(tx_, plan_.after.settings.id, entry.key.sha256));
            if (!package) return missing_package(entry.key.sha256);
            const auto holder = TRY(taken_by(row, *package));
            if (holder && *holder != package->uploaded_sha256)
                return Error("package-exists"_problem,
                             "the channel has " + package->name + " " + package->version +
                                 " with bytes other than those published in an immutable channel of distro " +
                                 row.name + "; remove that package first");
            take(row, *package);
            return {};
        };
        for (const auto& index : all_indexes(row, draft.state().lists)) TRY(draft.visit_home(row, index, take_one));
    }
    return {};
}

}  // namespace slipway::publishing
