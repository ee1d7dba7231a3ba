#pragma once

#include "cli/json.hpp"

#include <string>

namespace slipway::cli {

// What happened to channels, as people read it. Pure functions of the API's answers.

std::string render_revisions(const JsonValue& answer);
std::string render_revision(const JsonValue& revision, const std::string& channel);

/// Of a diff: the counts and an entry per line.
std::string render_difference(const JsonValue& answer);
bool has_differences(const JsonValue& answer);

/// Of a promotion, rollback or removal that was carried out: the channel's new revision and what changed in it.
std::string render_change(const JsonValue& answer, const std::string& channel);
/// Of a change that was only tried: what would change.
std::string render_prospect(const JsonValue& answer, const std::string& channel);
/// Of a promotion that was only tried: what would change, and what stands in its way.
std::string render_dry_run(const JsonValue& answer, const std::string& channel);

/// Of what a policy would take out of a channel.
std::string render_expiry(const JsonValue& answer);

/// Of a purge: what became of the bytes, and the channels that had them.
std::string render_purge(const JsonValue& answer);

std::string render_pins(const JsonValue& answer);
std::string render_pin(const JsonValue& pin);

}  // namespace slipway::cli
