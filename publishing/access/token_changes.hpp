#pragma once

#include "publishing/access/tokens.hpp"
#include "publishing/model/model.hpp"

namespace slipway::publishing {

// Changes of tokens, of which the audit log is told.

/// `create_token`. Faults: as its.
Result<NewToken> make_token(storage::WriteTransaction& tx, const Actor& actor, const std::string& name,
                            const std::vector<std::string>& scopes, std::optional<std::chrono::seconds> lifetime,
                            Seconds now);
/// Ends a token. False where there is none. Faults: io.
Result<bool> revoke_token(storage::WriteTransaction& tx, const Actor& actor, RowId token, Seconds now);

}  // namespace slipway::publishing
