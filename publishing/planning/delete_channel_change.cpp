#include "publishing/planning/delete_channel_change.hpp"

#include "publishing/planning/deletions.hpp"
#include "publishing/planning/planning.hpp"

namespace slipway::publishing {

std::optional<Action> DeleteChannelChange::action(const std::string& repository, RepositoryIs /*is*/) const {
    return administer(repository, wanted_.channel);
}

Result<Change::Answer> DeleteChannelChange::plan(Planning& planning) const {
    const auto& name = wanted_.channel;
    const ChannelState& channel = TRY(planning.draft_of(name))->state();
    TRY(check_terms(wanted_.expected, planning.state()));
    if (wanted_.force == Force::no) TRY(check_deletable(planning, channel, "channel " + name));
    planning.end_channel(name);
    planning.add_event(actor(), name, audit::ChannelDeleted());
    return answer({});
}

}  // namespace slipway::publishing
