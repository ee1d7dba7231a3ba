#include "publishing/planning/republish_change.hpp"

#include "publishing/planning/planning.hpp"

namespace slipway::publishing {

RepublishChange::RepublishChange(Report report, Indexes indexes)
    : ServerChange(the_server, std::move(report)), indexes_(std::move(indexes)) {}

Result<Change::Answer> RepublishChange::plan(Planning& planning) const {
    if (indexes_.empty()) planning.renew_releases();
    for (const auto& [channel, key] : indexes_)
        if (planning.state().channels.contains(channel)) planning.plan().channels[channel].render.insert(key);
    return answer();
}

}  // namespace slipway::publishing
