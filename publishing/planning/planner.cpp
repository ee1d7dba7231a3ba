#include "publishing/planning/planner.hpp"

namespace slipway::publishing {
namespace {

RepositoryIs presence_of(const RepositoryState& repository) {
    return repository.settings.id == 0 ? RepositoryIs::absent : RepositoryIs::present;
}

Result<Change::Answer> plan_if_allowed(Planning& planning, const RepositoryState& before, const Change& change,
                                       Rights& rights) {
    TRY(rights.check(change, before.settings.name, presence_of(before)));
    return change.plan(planning);
}

}  // namespace

Result<PlannedGroup> plan_group(Planning::Given given, const RepositoryState& state,
                                const std::vector<SharedChange>& changes, Rights& rights) {
    PlannedGroup group;
    Planning planning(std::move(given), state);
    for (const auto& change : changes) {
        auto answer = plan_if_allowed(planning, state, *change, rights);
        if (answer.ok()) {
            group.changes.push_back(change);
            group.answers.push_back(std::move(answer).release());
            continue;
        }
        // A change refused by a rule was checked before it touched the plan; one that met a fault of the server may
        // have been carried out in part, so its whole group fails.
        if (is_of_the_server(answer.error().fault())) return std::move(answer).error();
        group.refused.emplace_back(change, std::move(answer).error());
    }
    // A change that is planned alone may leave a trace when it is refused.
    if (group.changes.empty()) return group;
    group.plan = TRY(std::move(planning).finish());
    return group;
}

}  // namespace slipway::publishing
