#pragma once

#include "cli/json.hpp"

#include <string>

namespace slipway::cli {

// Render what a server says about itself for people. These are pure functions of the JSON.

/// Renders "'ci' (upload:main/dev), which expires 2027-02-21T06:30:02Z".
std::string describe_token(const JsonValue& token);
/// Renders what the token may do on this server.
std::string render_identity(const std::string& server, const JsonValue& token);

/// Renders `status_json`.
std::string render_status(const JsonValue& status);

/// Renders events of the audit log as a table.
std::string render_events(const JsonValue& answer);
/// Renders one event as a line, for --follow.
std::string render_event(const JsonValue& event);

}  // namespace slipway::cli
