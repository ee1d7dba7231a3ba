#include "publishing/publisher/publisher_state.hpp"

namespace slipway::publishing {

/// A repository was deleted: its keys go. What is asked for under its name takes its turn after that, or a new key
/// could go with the old ones.
void Publisher::State::end_repository(const std::string& repository) {
    RepositorySlot ended;
    ended.busy = true;
    ended.waiting = std::move(slots.at(repository).waiting);
    std::swap(slots.at(repository), ended);
    for (const auto& [of, waiters] : ended.signature_waiters)
        for (const auto& done : waiters) done(Error(Fault::not_found, "repository " + repository + " was deleted"));
    parts.signers.remove_repository(repository, [this, repository, holding = hold()](Result<std::monostate> removed) {
        post([this, repository, removed, holding] {
            if (!removed.ok()) parts.log.failure("keys of a deleted repository could not be removed", removed.error());
            auto waiting = std::move(slots.at(repository).waiting);
            slots.erase(repository);
            for (auto& change : waiting) submit(repository, std::move(change));
        });
    });
}

}  // namespace slipway::publishing
