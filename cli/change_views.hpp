#pragma once

#include "cli/json.hpp"

#include <string>

namespace slipway::cli {

// Render what happened to channels for people. These are pure functions of the API's answers.

std::string render_revisions(const JsonValue& answer);
std::string render_revision(const JsonValue& revision, const std::string& channel);

/// Renders a diff: the counts, and a line for each entry.
std::string render_difference(const JsonValue& answer);
bool has_differences(const JsonValue& answer);

/// Renders a promotion, rollback or removal: the channel's new revision and what changed in it.
std::string render_change(const JsonValue& answer, const std::string& channel);
/// Renders a dry run: what would change.
std::string render_prospect(const JsonValue& answer, const std::string& channel);
/// Renders the dry run of a promotion: what would change, and what prevents it.
std::string render_dry_run(const JsonValue& answer, const std::string& channel);

/// Renders what a policy would remove from a channel.
std::string render_expiry(const JsonValue& answer);

/// Renders a purge: what happened to the bytes, and the channels that had them.
std::string render_purge(const JsonValue& answer);

std::string render_pins(const JsonValue& answer);
std::string render_pin(const JsonValue& pin);

}  // namespace slipway::cli
