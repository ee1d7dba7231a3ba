#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "publishing/access/access.hpp"
#include "publishing/access/tokens.hpp"
#include "server/api/routing/json.hpp"
#include "server/http/message.hpp"

#include <string>

namespace slipway::api {

/// Refuses header fields that begin with `Slipway-` and mean nothing here (invalid_input "unknown-field"), because a
/// misspelt claim must not look as if it was stored.
Result<> check_own_fields(const http::Headers& headers);

/// Renders where an upload came from as JSON: what this server saw (`verified`) and what the client said about itself
/// (`claimed`, the `Slipway-Source-*` fields). The two are never mixed. Faults: invalid_input "invalid-provenance" for
/// a field longer than 1 KiB, not printable ASCII, or a URL that is not http(s).
Result<std::string> provenance_of(const http::Headers& headers, const publishing::KnownToken& token,
                                  const std::string& address, Seconds now);

/// Renders the stored provenance for these readers. Faults: corrupt.
Result<Json> provenance_json(std::string_view stored, publishing::People people);

}  // namespace slipway::api
