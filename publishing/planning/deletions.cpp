#include "publishing/planning/deletions.hpp"

#include "publishing/content/pins.hpp"

namespace slipway::publishing {

Result<> check_deletable(const Planning& planning, const ChannelState& channel, const std::string& subject) {
    if (channel.package_count > 0)
        return Error("not-empty"_problem, subject + " is not empty; remove its packages first, or force the deletion");
    return check_unpinned(channel.settings, TRY(planning.facts().pins_of(channel.settings)));
}

}  // namespace slipway::publishing
