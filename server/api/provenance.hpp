#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "publishing/tokens.hpp"
#include "server/http/message.hpp"

#include <string>

namespace slipway::api {

/// Where an upload came from, as JSON: what this server saw (`verified`) and what the client said of itself (`claimed`,
/// the `Slipway-Source-*` fields); the two are never mixed. Faults: invalid_input "invalid-provenance" for a field
/// longer than 1 KiB, not printable ASCII, or a URL that is not http(s).
Result<std::string> provenance_of(const http::Request& request, const publishing::KnownToken& token, Seconds now);

}  // namespace slipway::api
