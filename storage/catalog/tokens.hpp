#pragma once

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "storage/catalog/catalog.hpp"

#include <optional>
#include <string>
#include <vector>

namespace slipway::storage {

/// A credential at rest: only the SHA-256 of the secret, which has 238 bits of entropy and needs no salt or stretching.
struct TokenRow {
    RowId id = 0;
    std::string name{};
    std::vector<std::string> scopes{};
    Sha256 secret_digest{};
    Seconds created_at{};
    std::optional<Seconds> expires_at{};  // nothing: never
    std::optional<Seconds> last_used_at{};
};
Result<std::vector<TokenRow>> all_tokens(const ReadTransaction& tx);
/// Nothing when it was revoked; one that has expired is found.
Result<std::optional<TokenRow>> find_token(const ReadTransaction& tx, RowId token);
Result<RowId> insert_token(WriteTransaction& tx, const TokenRow& token);
/// False if there is none.
Result<bool> delete_token(WriteTransaction& tx, RowId token);
Result<> set_token_last_used(WriteTransaction& tx, RowId token, Seconds time);
/// Changes with every insert or delete, also by another process (a counter kept by triggers), so a cache of tokens
/// knows when to read them again.
Result<std::int64_t> token_generation(const ReadTransaction& tx);

}  // namespace slipway::storage
