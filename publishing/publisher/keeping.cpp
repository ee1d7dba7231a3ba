// When a channel's policy is applied: behind a publication that brought packages one by one, in a turn of its own.
#include "publishing/planning/prune_change.hpp"
#include "publishing/publisher/publisher_state.hpp"

namespace slipway::publishing {

/// Lets what a channel's policy does not keep take its turn to go.
void Publisher::State::prune(const std::string& repository, const std::string& channel) {
    RepositorySlot& slot = slots.at(repository);
    if (slot.state->channels.at(channel).settings.keep.keeps_everything()) return;
    const auto report = [this](const Result<>& pruned) {
        const bool is_ignorable =
            !pruned.ok() && (pruned.error().fault() == Fault::cancelled ||  // the next upload sees to it
                             pruned.error().fault() == Fault::not_found);
        if (!pruned.ok() && !is_ignorable)
            parts.log.failure("what a channel does not keep could not be taken out", pruned.error());
    };
    publishing::enqueue(slot.waiting, std::make_shared<PruneChange>(channel, report));
}

/// The next application begins from here. Also where nothing had to go.
void Publisher::State::remember_kept(RepositorySlot& slot, Plan& plan) {
    if (!plan.kept) return;
    const auto& lists = plan.after.channels.at(plan.kept->channel).lists;
    KeptContent& content = (*slot.kept)[plan.kept->channel];
    content.remember(std::move(*plan.kept), lists);
}

}  // namespace slipway::publishing
