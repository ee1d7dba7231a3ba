// Ephemeral channels: made by the first upload into them where the repository's rule allows the name, with the content
// of the rule's base. The trees are shared with the base's, so a channel costs its index files' digests and signatures.
#include "publishing/planning/ephemeral_channels.hpp"

#include "publishing/model/ephemeral.hpp"

#include <algorithm>

namespace slipway::publishing {

Result<bool> begins_channel(const Planning& planning, const std::string& name) {
    const auto& drafts = planning.drafts();
    if (drafts.contains(name)) return false;
    TRY(check_may_begin(planning.state(), name));
    const auto is_ephemeral = [](const auto& row) { return row.second.state().life.has_value(); };
    const auto count = static_cast<std::size_t>(std::ranges::count_if(drafts, is_ephemeral));
    if (count < planning.given().limits.ephemeral_channels) return true;
    return Error("channel-limit"_problem,
                 "repository " + planning.state().settings.name + " has " + std::to_string(count) +
                     " ephemeral channels, the maximum; delete one, or wait until one expires");
}

Result<> begin_ephemeral(Planning& planning, const Actor& actor, const std::string& name) {
    const auto& rule = *planning.state().ephemeral;
    ChannelState state;
    state.settings.name = name;
    state.settings.immutable_versions = false;
    state.life = storage::ChannelLife{rule.ttl, planning.given().now};
    if (!rule.base.empty()) {
        const ChannelState& base = planning.drafts().at(rule.base).state();
        state.lists = base.lists;
        state.package_count = base.package_count;
    }
    const auto event = planning.add_event(actor, name, audit::EphemeralChannelCreated{rule.base});
    return planning.begin_channel(std::move(state), event);
}

void prolong(Planning& planning, ChannelDraft& draft) {
    const auto now = planning.given().now;
    if (!draft.state().life || draft.state().life->last_upload == now) return;
    draft.life()->last_upload = now;
    planning.plan().prolonged.insert(draft.state().settings.name);
}

}  // namespace slipway::publishing
