#pragma once

#include "base/result.hpp"
#include "server/http/message.hpp"

namespace slipway::http {

/// Refuses a request in which a header field that matters for the answer occurs more than once, because a proxy and
/// this server could each use another one. These are all fields that this server reads as one value; `X-Forwarded-For`
/// is a list and is read as a whole. Faults: invalid_input "bad-request", naming the field.
Result<> check_decisive_fields(const Headers& headers);

}  // namespace slipway::http
