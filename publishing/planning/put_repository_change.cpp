// The rules of a repository's settings. What is asked for is applied first; an event and a revision follow only where
// something is different afterwards.
#include "publishing/planning/put_repository_change.hpp"

#include "publishing/model/ephemeral.hpp"
#include "publishing/model/names.hpp"
#include "publishing/planning/channel_settings.hpp"
#include "publishing/planning/distro_settings.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

bool is_new(const RepositoryState& repository) { return repository.settings.id == 0; }

/// Of a rule, what must be given and was not.
Result<> check_given(const storage::EphemeralRule& rule) {
    const auto missing = [](const std::string& member) {
        return Error("invalid-field"_problem, "'ephemeral." + member + "' must be given, as a string");
    };
    if (rule.pattern.empty()) return missing("pattern");
    if (rule.ttl == std::chrono::seconds(0)) return missing("ttl");
    return {};
}

/// A rule that stays as it is is not checked again: its base may have gone since.
Result<> put_ephemeral_rule(Planning& planning, const RepositoryPut& put) {
    if (!put.ephemeral) return {};
    std::optional<storage::EphemeralRule> rule;
    if (const auto& wanted = *put.ephemeral) {
        rule = planning.state().ephemeral.value_or(storage::EphemeralRule());
        rule->pattern = wanted->pattern.value_or(rule->pattern);
        rule->base = wanted->base.value_or(rule->base);
        rule->ttl = wanted->ttl.value_or(rule->ttl);
        TRY(check_given(*rule));
    }
    if (rule_json(rule) == rule_json(planning.state().ephemeral)) return {};
    if (rule) {
        const auto is_base = [&](const ChannelPut& channel) { return channel.name == rule->base; };
        const bool made_here = std::ranges::any_of(put.channels, is_base);
        TRY(check_ephemeral_rule(planning.state(), *rule, made_here ? BaseIs::made_with_it : BaseIs::to_be_there));
    }
    planning.plan().after.ephemeral = std::move(rule);
    planning.plan().ephemeral_rule_changed = true;
    return {};
}

/// All but its distros and channels.
Result<> set_repository(Planning& planning, const RepositoryPut& put) {
    auto& settings = planning.plan().after.settings;
    if (put.origin && *put.origin != settings.origin)
        return Error("immutable"_problem, "origin cannot be changed once it is set");
    TRY(check_origin(settings.origin));
    if (put.description && *put.description != settings.description) {
        TRY(check_description(*put.description));
        settings.description = *put.description;
        planning.renew_entry_points();  // it stands in Release
    }
    if (put.sign_packages) settings.sign_packages = *put.sign_packages;
    if (put.retain_revisions) settings.retention.revisions = *put.retain_revisions;
    if (put.retain_days) settings.retention.days = *put.retain_days;
    return put_ephemeral_rule(planning, put);
}

/// Makes what the request names and is not there.
Result<> make_distros(Planning& planning, const RepositoryPut& put, audit::RepositorySet& what) {
    const auto& distros = planning.state().settings.distros;
    for (const auto& distro : put.distros) {
        const auto there = distros.size();
        TRY(make_distro(planning, distro));
        if (distros.size() > there) what.distros.push_back(object_of(distro.name, members_of(distros.back())));
    }
    return {};
}

Result<> make_channels(Planning& planning, const RepositoryPut& put, std::size_t event, audit::RepositorySet& what) {
    auto& drafts = planning.drafts();
    for (const auto& channel : put.channels) {
        if (drafts.contains(channel.name)) continue;
        TRY(make_channel(planning, channel, event));
        what.channels.push_back(object_of(channel.name, members_of(drafts.at(channel.name).settings())));
    }
    return {};
}

}  // namespace

std::optional<Action> PutRepositoryChange::action(const std::string& repository, RepositoryIs is) const {
    if (is == RepositoryIs::present) return administer(repository);
    return Action{Action::Kind::create_or_delete, repository, {}};
}

Result<std::optional<KeyRequest>> PutRepositoryChange::wanted_key(const RepositoryState& repository) const {
    if (!is_new(repository) || first_key_) return std::optional<KeyRequest>();
    if (put_.terms.if_absent == IfAbsent::refuse) return no_repository(repository.settings.name);
    TRY(check_terms(put_.terms.expected, repository));
    return std::optional(KeyRequest{.armored = put_.first_private_key});
}

Result<> PutRepositoryChange::begin_repository(Planning& planning) const {
    Plan& plan = planning.plan();
    auto& settings = plan.after.settings;
    settings.id = TRY(planning.given().new_id());
    settings.origin = put_.origin.value_or(settings.name);
    plan.after.keyring = {{*first_key_, signing::KeyState::active}};
    plan.new_keys.push_back(*first_key_);
    plan.keyring_changed = true;
    return {};
}

Result<Change::Answer> PutRepositoryChange::plan(Planning& planning) const {
    return answer(TRY(put_repository(planning)));
}

Result<PutResult> PutRepositoryChange::put_repository(Planning& planning) const {
    const RepositoryState& state = planning.state();
    const bool begins = is_new(state);
    const auto result = begins ? PutResult::created : PutResult::updated;
    if (begins && put_.terms.if_absent == IfAbsent::refuse) return no_repository(state.settings.name);
    TRY(check_terms(put_.terms.expected, state));
    const auto before = begins ? SettingsMembers() : members_of(state.settings, state.ephemeral);
    if (begins) TRY(begin_repository(planning));
    TRY(set_repository(planning, put_));
    audit::RepositorySet what{begins, changed(before, members_of(state.settings, state.ephemeral))};
    TRY(make_distros(planning, put_, what));
    const auto is_missing = [&](const ChannelPut& channel) { return !planning.drafts().contains(channel.name); };
    if (what.settings.empty() && what.distros.empty() && std::ranges::none_of(put_.channels, is_missing)) return result;

    planning.plan().settings_changed = true;
    const auto event = planning.add_event(actor(), "", what);
    TRY(make_channels(planning, put_, event, what));
    planning.amend_event(event, what);
    return result;
}

}  // namespace slipway::publishing
