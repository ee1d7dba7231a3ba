#include "publishing/planning/delete_repository_change.hpp"

#include "publishing/planning/deletions.hpp"

namespace slipway::publishing {

std::optional<Action> DeleteRepositoryChange::action(const std::string& repository, RepositoryIs /*is*/) const {
    return Action{Action::Kind::create_or_delete, repository, {}};
}

Result<Change::Answer> DeleteRepositoryChange::plan(Planning& planning) const {
    const auto& name = planning.state().settings.name;
    TRY(check_terms(expected_, planning.state()));
    if (force_ == Force::no)
        for (const auto& [channel, state] : planning.state().channels)
            TRY(check_deletable(planning, state, "repository " + name));
    planning.plan().repository_gone = true;
    planning.add_event(actor(), "", audit::RepositoryDeleted());
    return answer({});
}

}  // namespace slipway::publishing
