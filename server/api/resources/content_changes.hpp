#pragma once

#include "publishing/content/promotion.hpp"
#include "server/api/routing/call.hpp"
#include "server/api/routing/schema.hpp"

#include <limits>
#include <optional>
#include <string>

namespace slipway::api {

// What promotions, rollbacks and removals have in common: requests that change a channel's content without new
// packages.

inline constexpr std::int64_t longest_reason_of_change = 4096;
inline constexpr auto largest_revision_number = std::numeric_limits<std::uint32_t>::max();

inline constexpr Member reason_member =
    maybe("reason", or_null(a_text_of(0, longest_reason_of_change, "Shown with the revision.")));
constexpr Schema expected_revision(std::string_view description) {
    return or_null(a_number(1, largest_revision_number, description));
}

/// Reads `"reason"`. Faults: invalid_input "invalid-field" if it is too long.
Result<std::string> parse_reason(const JsonObject& body);
/// Reads a member that is the number of a revision; returns nothing if it is absent or null. Faults: invalid_input.
Result<std::optional<std::int64_t>> parse_revision(const JsonObject& body, const char* member);

/// Returns what a change would do now, by its rule. Faults: those of the rule.
Result<publishing::ContentOutcome> preview(const Services& services, const publishing::RepositoryState& repository,
                                           const publishing::Publisher::Rule& rule);

/// Renders what was done to a channel: the revisions before and after, and the difference with the cursor of its next
/// page.
Json outcome_json(const publishing::ContentOutcome& outcome);
/// Answers 201 with the address of the new revision, or 200 if nothing changed.
http::Response answer_outcome(const publishing::ContentOutcome& outcome, const Json& json, const http::BaseUrl& base,
                              std::string_view repository, std::string_view channel);

}  // namespace slipway::api
