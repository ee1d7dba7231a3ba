#pragma once

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "storage/catalog/catalog.hpp"

#include <optional>
#include <string>
#include <vector>

namespace slipway::storage {

/// A stored credential: only the SHA-256 of the secret, which has 238 bits of entropy and needs no salt or stretching.
struct TokenRow {
    RowId id = 0;
    std::string name{};
    std::vector<std::string> scopes{};
    Sha256 secret_digest{};
    Seconds created_at{};
    std::optional<Seconds> expires_at{};  // nothing if it never expires
    std::optional<Seconds> last_used_at{};
};
Result<std::vector<TokenRow>> all_tokens(const ReadTransaction& tx);
/// Returns nothing if it was revoked. Returns one that has expired.
Result<std::optional<TokenRow>> find_token(const ReadTransaction& tx, RowId token);
Result<RowId> insert_token(WriteTransaction& tx, const TokenRow& token);
/// Returns false if there is none.
Result<bool> delete_token(WriteTransaction& tx, RowId token);
Result<> set_token_last_used(WriteTransaction& tx, RowId token, Seconds time);
/// Returns a counter that grows with every insert or delete, also by another process (triggers keep it). A cache of
/// tokens reads them again when it has changed.
Result<std::int64_t> token_generation(const ReadTransaction& tx);

}  // namespace slipway::storage
