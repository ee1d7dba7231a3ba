#pragma once

#include "base/result.hpp"
#include "server/http/message.hpp"

namespace slipway::http {

/// Refuses a request in which a header field that decides something stands more than once: two readers, a proxy and
/// this server say, could each take another one for it. Every field this server reads as one value is among them;
/// `X-Forwarded-For` is a list by its nature and is read whole. Faults: invalid_input "bad-request", naming the field.
Result<> check_decisive_fields(const Headers& headers);

}  // namespace slipway::http
