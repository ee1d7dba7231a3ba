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
    std::vector<Change::Answer> answers{};  // for `changes`, in the same order
    std::vector<std::pair<SharedChange, Error>> refused{};
    Plan plan{};
};

/// Applies changes one after another to the state of a repository. Each change's right is checked again, as it may have
/// ended since the request came. A change that is refused leaves no trace in the plan. Faults: the server's own; they
/// concern the whole group.
Result<PlannedGroup> plan_group(Planning::Given given, const RepositoryState& state,
                                const std::vector<SharedChange>& changes, Rights& rights);

}  // namespace slipway::publishing
