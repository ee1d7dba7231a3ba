#pragma once

#include "cli/json.hpp"

#include <string>

namespace slipway::cli {

// What a server says of itself, as people read it. Pure functions of the JSON.

/// "'ci' (upload:main/dev), which ends 2027-02-21T06:30:02Z".
std::string describe_token(const JsonValue& token);
/// Who the token is for this server.
std::string render_identity(const std::string& server, const JsonValue& token);

/// Of `status_json`.
std::string render_status(const JsonValue& status);

/// A table of the audit log's events.
std::string render_events(const JsonValue& answer);
/// One of them on a line, for a log that goes on.
std::string render_event(const JsonValue& event);

}  // namespace slipway::cli
