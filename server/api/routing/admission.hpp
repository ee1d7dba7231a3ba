#pragma once

#include "server/api/routing/router.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace slipway::api {

/// A request before its handler: its operation is known, and allowed as far as its head tells.
struct Admitted {
    const http::Request* request;
    const Operation* operation;
    Call call;
};

/// Checks a request's head against what `tree` has: cross-site, repeated parameters, token, scope, query. The values
/// that were checked go into the call; nothing reads them again. Does not block. Faults: forbidden, unauthenticated,
/// invalid_input; those of the last reading of tokens.
Result<Admitted> admit(Services& services, std::shared_ptr<const publishing::PublishedTree> tree,
                       const http::Request& request, const Match& match);

/// Checks the body when it has arrived. Reads JSON; if the body names the channel, or a pin does, checks the right to
/// that, too; then refuses members that the operation does not know. Faults: as above; "bad-request",
/// "repeated-member", "unknown-field", "invalid-field"; not_found.
Result<> admit_body(Services& services, Admitted& admitted, std::string_view body);

}  // namespace slipway::api
