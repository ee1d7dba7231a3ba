// When a channel's policy is applied: behind a publication that brought packages one by one, in a turn of its own.
#include "publishing/publisher/publisher_state.hpp"

#include <algorithm>

namespace slipway::publishing {

/// Lets what a channel's policy does not keep take its turn to go; once, however many publications wait for it.
void Publisher::State::expire(const std::string& repository, const std::string& channel) {
    RepositorySlot& slot = slots.at(repository);
    if (slot.state->channels.at(channel).settings.keep.keeps_everything()) return;
    const auto waits = [&](const Change& change) {
        const auto* other = std::get_if<ExpireChange>(&change.what);
        return other != nullptr && other->channel == channel;
    };
    if (std::ranges::any_of(slot.waiting, waits)) return;
    const auto done = [this](const Result<std::monostate>& expired) {
        const bool moot =
            !expired.ok() && (expired.error().fault() == Fault::cancelled ||  // the next upload sees to it
                              expired.error().fault() == Fault::not_found);
        if (!expired.ok() && !moot)
            parts.log.failure("what a channel does not keep could not be taken out", expired.error());
    };
    slot.waiting.push_back({the_server, ExpireChange{channel, done}});
}

/// The next application begins from here. Also where nothing had to go.
void Publisher::State::remember_kept(RepositorySlot& slot, Plan& plan) {
    if (!plan.kept) return;
    const auto& lists = plan.after.channels.at(plan.kept->channel).lists;
    KeptContent& content = (*slot.kept)[plan.kept->channel];
    content.remember(std::move(*plan.kept), lists);
}

}  // namespace slipway::publishing
