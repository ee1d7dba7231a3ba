#pragma once

#include "server/api/routing/router.hpp"

#include <string>

namespace slipway::api {

/// A request on its way to its handler: what it wants is decided, and allowed as far as its head tells.
struct Admitted {
    const http::Request* request;
    const Operation* operation;
    Call call;
};

/// Every check of a request's head, once: cross-site, repeated parameters, token, scope, query. What decided is taken
/// into the call; nothing reads it again. Faults: forbidden, unauthenticated, invalid_input.
Result<Admitted> admit(Services& services, const http::Request& request, const Match& match);

/// The body has come. Reads JSON; where the channel stands in the body, or belongs to a pin, decides that, too; then
/// refuses members that the operation does not know. Faults: as above; "bad-request", "repeated-member",
/// "unknown-field", "invalid-field"; not_found.
Result<> admit_body(Services& services, Admitted& admitted, std::string_view body);

}  // namespace slipway::api
