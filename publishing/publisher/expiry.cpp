// The end of ephemeral channels. A channel whose time has come takes its turn in the queue like any other change, so an
// upload that came before prolongs it. A channel with pins ends in the first round after its last pin was deleted.
#include "publishing/planning/expire_channel_change.hpp"
#include "publishing/publisher/publisher_state.hpp"

namespace slipway::publishing {
void Publisher::expire_channels() {
    State& state = *state_;
    state.post([&state] { state.expire_channels(); });
}

void Publisher::State::expire_channels() {
    std::vector<std::pair<std::string, std::string>> due;
    for (const auto& [repository, slot] : slots) {
        if (!slot.state) continue;
        for (const auto& [name, channel] : slot.state->channels)
            if (is_due(channel, parts.clock.now())) due.emplace_back(repository, name);
    }
    const auto report = [this](const Result<>& expired) {
        if (!expired.ok()) parts.log.failure("an ephemeral channel could not be removed", expired.error());
    };
    for (const auto& [repository, channel] : due)
        submit(repository, std::make_shared<ExpireChannelChange>(channel, report));
}

}  // namespace slipway::publishing
