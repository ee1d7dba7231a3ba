// The end of ephemeral channels. A channel whose time has come takes its turn in the queue like any other change, so an
// upload that came before prolongs it. A pin promises that its revision stays installable, so a channel with pins
// outlives its time: every round asks again, and it ends in the first one after its last pin was deleted.
#include "publishing/content/pins.hpp"
#include "publishing/model/ephemeral.hpp"
#include "publishing/publisher/publisher_state.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

bool is_due(const ChannelState& channel, Seconds now) { return channel.life && channel.life->end() <= now; }

bool waits_for(const RepositorySlot& slot, const std::string& channel) {
    return std::ranges::any_of(slot.waiting, [&](const Change& change) {
        const auto* expiry = std::get_if<ExpireChannelChange>(&change.what);
        return expiry != nullptr && expiry->channel == channel;
    });
}

}  // namespace

void Publisher::expire_channels() {
    State& state = *state_;
    state.post([&state] { state.expire_channels(); });
}

void Publisher::State::expire_channels() {
    std::vector<std::pair<std::string, std::string>> due;
    for (const auto& [repository, slot] : slots) {
        if (!slot.state) continue;
        for (const auto& [name, channel] : slot.state->channels)
            if (is_due(channel, parts.clock.now()) && !waits_for(slot, name)) due.emplace_back(repository, name);
    }
    for (const auto& [repository, channel] : due)
        submit(repository, {the_server, ExpireChannelChange{channel, [](Result<std::monostate>) {}}});
}

/// Its turn has come.
void Publisher::State::expire_channel(const std::string& repository, const Actor& actor, const std::string& channel) {
    RepositorySlot& slot = slots.at(repository);
    const auto found = slot.state->channels.find(channel);
    const Seconds now = parts.clock.now();
    if (found == slot.state->channels.end() || !is_due(found->second, now)) return;
    const auto pinned = is_pinned(parts.catalog, found->second.settings);
    if (!pinned.ok()) return parts.log.failure("pins of an ephemeral channel could not be read", pinned.error());
    if (*pinned) return;

    auto expired = slot.state->expired ? *slot.state->expired : ExpiredChannels();
    expired[channel] = now;
    auto state = std::make_shared<RepositoryState>(*slot.state);
    state->expired = std::make_shared<const ExpiredChannels>(std::move(expired));
    const auto note = [&, id = state->settings.id](storage::WriteTransaction& tx) {
        return storage::note_expired_channel(tx, id, channel, now);
    };
    auto event = event_of(actor, {repository, channel}, now, audit::ChannelExpired());
    const auto dropped = drop_channel(slot, std::move(state), channel, std::move(event), note);
    if (!dropped.ok()) return parts.log.failure("an ephemeral channel could not be removed", dropped.error());
    switch_tree([holding = hold()] {});
}

}  // namespace slipway::publishing
