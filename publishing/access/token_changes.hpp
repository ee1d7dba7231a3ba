#pragma once

#include "publishing/access/tokens.hpp"
#include "publishing/model/model.hpp"

namespace slipway::publishing {

// Changes of tokens that are recorded in the audit log.

/// Calls `create_token` and records an event. Faults: those of `create_token`.
Result<NewToken> make_token(storage::WriteTransaction& tx, const Actor& actor, const std::string& name,
                            const std::vector<std::string>& scopes, std::optional<std::chrono::seconds> lifetime,
                            Seconds now);
/// Revokes a token and records an event. Returns false if the token does not exist. Faults: io.
Result<bool> revoke_token(storage::WriteTransaction& tx, const Actor& actor, RowId token, Seconds now);

}  // namespace slipway::publishing
