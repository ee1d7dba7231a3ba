#pragma once

#include "publishing/queries/queries.hpp"
#include "storage/catalog/tokens.hpp"

#include <optional>
#include <vector>

namespace slipway::publishing {

using storage::TokenRow;

/// All tokens, by number; also those that have expired.
Result<std::vector<TokenRow>> all_tokens(const View& view);
/// Nothing when it was revoked; one that has expired is found.
Result<std::optional<TokenRow>> find_token(const View& view, RowId token);

}  // namespace slipway::publishing
