#include "publishing/planning/expire_channel_change.hpp"

#include "publishing/planning/planning.hpp"

namespace slipway::publishing {

bool is_due(const ChannelState& channel, Seconds now) { return channel.life && channel.life->end() <= now; }

ExpireChannelChange::ExpireChannelChange(std::string channel, Report report)
    : ServerChange(the_server, std::move(report)), channel_(std::move(channel)) {}

bool ExpireChannelChange::is_repeated_by(const Change& waiting) const {
    const auto* other = dynamic_cast<const ExpireChannelChange*>(&waiting);
    return other != nullptr && other->channel_ == channel_;
}

Result<Change::Answer> ExpireChannelChange::plan(Planning& planning) const {
    const auto& channels = planning.state().channels;
    const auto found = channels.find(channel_);
    const Seconds now = planning.given().now;
    if (found == channels.end() || !is_due(found->second, now)) return answer();
    if (!TRY(planning.facts().pins_of(found->second.settings)).empty()) return answer();

    Plan& plan = planning.plan();
    auto expired = plan.after.expired ? *plan.after.expired : ExpiredChannels();
    expired[channel_] = now;
    plan.after.expired = std::make_shared<const ExpiredChannels>(std::move(expired));
    plan.expired_channels.push_back(channel_);
    planning.end_channel(channel_);
    planning.add_event(actor(), channel_, audit::ChannelExpired());
    return answer();
}

}  // namespace slipway::publishing
