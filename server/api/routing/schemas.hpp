#pragma once

#include "server/api/routing/schema.hpp"

namespace slipway::api {

// What answers and bodies of several resources have in common. The schemas of a single resource are in its file.

/// The cursor of the next page, which every list has.
inline constexpr Member next_page = required("next", or_null(a_text("The cursor of the next page.")));
/// Versions, days, revisions that a policy may name.
inline constexpr std::uint32_t most_kept = 1'000'000;

extern const Schema problem_schema;
/// A problem with an element for each refused file.
extern const Schema upload_problem_schema;
/// A problem with an element for each version that is taken.
extern const Schema conflict_problem_schema;
extern const Schema version_conflict_schema;

extern const Schema snapshots_schema;
extern const Schema revision_schema;
extern const Schema diff_entry_schema;
extern const Schema diff_counts_schema;
/// What a promotion, rollback or removal did.
extern const Schema content_outcome_schema;

}  // namespace slipway::api
