#pragma once

#include "server/api/routing/router.hpp"

#include <string>

namespace slipway::api {

/// A request before its handler: its operation is known, and allowed as far as its head tells.
struct Admitted {
    const http::Request* request;
    const Operation* operation;
    Call call;
};

/// Checks a request's head once: cross-site, repeated parameters, token, scope, query. The values that were checked go
/// into the call; nothing reads them again. Faults: forbidden, unauthenticated, invalid_input.
Result<Admitted> admit(Services& services, const http::Request& request, const Match& match);

/// Checks the body when it has arrived. Reads JSON; if the body names the channel, or a pin does, checks the right to
/// that, too; then refuses members that the operation does not know. Faults: as above; "bad-request",
/// "repeated-member", "unknown-field", "invalid-field"; not_found.
Result<> admit_body(Services& services, Admitted& admitted, std::string_view body);

}  // namespace slipway::api
