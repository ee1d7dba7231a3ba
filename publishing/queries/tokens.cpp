#include "publishing/queries/tokens.hpp"

namespace slipway::publishing {

Result<std::vector<TokenRow>> all_tokens(const View& view) { return storage::all_tokens(view); }

Result<std::optional<TokenRow>> find_token(const View& view, RowId token) { return storage::find_token(view, token); }

}  // namespace slipway::publishing
