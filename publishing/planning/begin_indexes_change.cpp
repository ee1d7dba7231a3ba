#include "publishing/planning/begin_indexes_change.hpp"

#include "publishing/planning/planning.hpp"

namespace slipway::publishing {
namespace {

Result<> begin_missing(Planning& planning, const std::string& channel, const storage::DistroRow& distro,
                       const IndexKey& index) {
    auto& draft = planning.drafts().at(channel);
    const auto list = draft.state().lists.find(index);
    if (list == draft.state().lists.end()) return {};  // it went meanwhile
    planning.plan().channels[channel].render.insert(index);
    if (list->second.root || TRY(draft.begin_anew(distro, index)) == 0) return {};
    const auto event = planning.add_event(the_server, channel, audit::ChannelUpdated{channel, {}});
    const auto reason = "distro " + distro.name + " begins its index " + index.architecture;
    planning.record_change(channel, Cause::settings, the_server, reason, {}, event);
    return {};
}

}  // namespace

BeginIndexesChange::BeginIndexesChange(Indexes indexes, Report report)
    : ServerChange(the_server, std::move(report)), indexes_(std::move(indexes)) {}

Result<Change::Answer> BeginIndexesChange::plan(Planning& planning) const {
    for (const auto& [channel, index] : indexes_) {
        const auto* distro = planning.state().find_distro(index.distro);
        if (distro != nullptr && planning.drafts().contains(channel))
            TRY(begin_missing(planning, channel, *distro, index));
    }
    return answer();
}

}  // namespace slipway::publishing
