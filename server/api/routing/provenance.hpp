#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "publishing/access/access.hpp"
#include "publishing/access/tokens.hpp"
#include "server/api/routing/json.hpp"
#include "server/http/message.hpp"

#include <string>

namespace slipway::api {

/// Refuses header fields that begin with `Slipway-` and mean nothing here (invalid_input "unknown-field"): a misspelt
/// claim must not look as if it had been kept.
Result<> check_own_fields(const http::Headers& headers);

/// Where an upload came from, as JSON: what this server saw (`verified`) and what the client said of itself (`claimed`,
/// the `Slipway-Source-*` fields); the two are never mixed. Faults: invalid_input "invalid-provenance" for a field
/// longer than 1 KiB, not printable ASCII, or a URL that is not http(s).
Result<std::string> provenance_of(const http::Headers& headers, const publishing::KnownToken& token,
                                  const std::string& address, Seconds now);

/// What was stored, as it is shown to these. Faults: corrupt.
Result<Json> provenance_json(std::string_view stored, publishing::People people);

}  // namespace slipway::api
