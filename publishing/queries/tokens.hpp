#pragma once

#include "publishing/queries/queries.hpp"
#include "storage/catalog/tokens.hpp"

#include <optional>
#include <vector>

namespace slipway::publishing {

using storage::TokenRow;

/// Returns all tokens by number, also those that have expired.
Result<std::vector<TokenRow>> all_tokens(const View& view);
/// Finds a token, also if it has expired. Returns nothing if it was revoked.
Result<std::optional<TokenRow>> find_token(const View& view, RowId token);

}  // namespace slipway::publishing
