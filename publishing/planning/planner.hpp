#pragma once

#include "publishing/planning/change.hpp"
#include "publishing/planning/planning.hpp"
#include "publishing/planning/rights.hpp"

#include <utility>
#include <vector>

namespace slipway::publishing {

/// What became of a group of changes.
struct PlannedGroup {
    std::vector<SharedChange> changes{};    // those that were not refused
    std::vector<Change::Answer> answers{};  // theirs, in this order
    std::vector<std::pair<SharedChange, Error>> refused{};
    Plan plan{};
};

/// Applies changes one after another to the state of a repository. Each is asked whether it is still allowed: it may
/// not be any more since the request came. One that is refused leaves no trace in the plan. Faults: the server's own;
/// they concern the whole group.
Result<PlannedGroup> plan_group(Planning::Given given, const RepositoryState& state,
                                const std::vector<SharedChange>& changes, Rights& rights);

}  // namespace slipway::publishing
