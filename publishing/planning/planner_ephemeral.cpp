// Ephemeral channels: made by the first upload into them where the repository's rule allows the name, with the content
// of the rule's base. The trees are shared with the base's, so a channel costs its index files' digests and signatures.
#include "publishing/model/ephemeral.hpp"
#include "publishing/planning/planner.hpp"

#include <algorithm>

namespace slipway::publishing {

/// Whether the upload has to make its channel first; checked before it changes anything.
Result<bool> Planner::begins_channel(const std::string& name) const {
    if (drafts_.contains(name)) return false;
    TRY(check_may_begin(plan_.after, name));
    const auto is_ephemeral = [](const auto& row) { return row.second.state().life.has_value(); };
    const auto count = static_cast<std::size_t>(std::ranges::count_if(drafts_, is_ephemeral));
    if (count < parts_.ephemeral_channels) return true;
    return Error("channel-limit"_problem,
                 "repository " + plan_.after.settings.name + " has " + std::to_string(count) +
                     " ephemeral channels, as many as it may; delete one, or wait until one expires");
}

Result<> Planner::begin_ephemeral(const Actor& actor, const std::string& name) {
    const auto& rule = *plan_.after.ephemeral;
    ChannelState state;
    state.settings.name = name;
    state.settings.immutable_versions = false;
    state.life = storage::ChannelLife{rule.ttl, parts_.now};
    if (!rule.base.empty()) {
        const ChannelState& base = drafts_.at(rule.base).state();
        state.lists = base.lists;
        state.package_count = base.package_count;
    }
    const auto event = add_event(actor, name, audit::EphemeralChannelCreated{rule.base});
    return begin_channel(std::move(state), event);
}

/// An upload came: the channel lives on, also when everything was there already.
void Planner::prolong(ChannelDraft& draft) {
    if (!draft.state().life || draft.state().life->last_upload == parts_.now) return;
    draft.life()->last_upload = parts_.now;
    plan_.prolonged.insert(draft.state().settings.name);
}

}  // namespace slipway::publishing
