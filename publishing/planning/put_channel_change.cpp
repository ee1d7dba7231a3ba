#include "publishing/planning/put_channel_change.hpp"

#include "publishing/model/ephemeral.hpp"
#include "publishing/planning/channel_settings.hpp"

namespace slipway::publishing {
namespace {

Result<PutResult> put_channel(Planning& planning, const Actor& actor, const ChannelPut& put) {
    auto& drafts = planning.drafts();
    const auto found = drafts.find(put.name);
    const bool is_new = found == drafts.end();
    if (is_new && put.terms.if_absent == IfAbsent::refuse) return no_channel(planning.state(), put.name);
    TRY(check_terms(put.terms.expected, planning.state()));
    if (is_new) {
        const auto event = planning.add_event(actor, put.name, audit::ChannelCreated{put.name, {}});
        TRY(make_channel(planning, put, event));
        planning.amend_event(event, audit::ChannelCreated{put.name, members_of(drafts.at(put.name).settings())});
        return PutResult::created;
    }
    auto& draft = found->second;
    const auto before = members_of(draft.settings());
    TRY(set_policies(planning, put, draft));
    const auto members = changed(before, members_of(draft.settings()));
    if (members.empty()) return PutResult::updated;
    planning.save_settings(draft.settings());
    planning.add_event(actor, put.name, audit::ChannelUpdated{put.name, members});
    return PutResult::updated;
}

}  // namespace

std::optional<Action> PutChannelChange::action(const std::string& repository, RepositoryIs /*is*/) const {
    return administer(repository, put_.name);
}

Result<Change::Answer> PutChannelChange::plan(Planning& planning) const {
    return answer(TRY(put_channel(planning, actor(), put_)));
}

}  // namespace slipway::publishing
