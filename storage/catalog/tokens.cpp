#include "storage/catalog/tokens.hpp"

#include "storage/catalog/connection.hpp"

namespace slipway::storage {
namespace {

TokenRow read_token(Row& row) {
    TokenRow token;
    token.id = row.integer();
    token.name = row.text();
    token.secret_digest = row.digest();
    token.created_at = row.time();
    token.expires_at = row.optional_time();
    token.last_used_at = row.optional_time();
    return token;
}

Result<std::vector<std::string>> scopes_of(const ReadTransaction& tx, RowId token) {
    return find_rows(
        tx.connection(), "SELECT scope FROM token_scopes WHERE token = ? ORDER BY position",
        [](Row& row) { return row.text(); }, token);
}

}  // namespace

Result<std::optional<TokenRow>> find_token(const ReadTransaction& tx, RowId token) {
    auto found =
        TRY(find_row(tx.connection(),
                     "SELECT id, name, secret_digest, created_at, expires_at, last_used_at FROM tokens WHERE id = ?",
                     read_token, token));
    if (found) found->scopes = TRY(scopes_of(tx, token));
    return found;
}

Result<std::vector<TokenRow>> all_tokens(const ReadTransaction& tx) {
    auto tokens = TRY(find_rows(
        tx.connection(), "SELECT id, name, secret_digest, created_at, expires_at, last_used_at FROM tokens ORDER BY id",
        read_token));
    for (TokenRow& token : tokens) token.scopes = TRY(scopes_of(tx, token.id));
    return tokens;
}

Result<RowId> insert_token(WriteTransaction& tx, const TokenRow& token) {
    Connection& connection = tx.connection();
    auto savepoint = TRY(Savepoint::begin(connection));
    const RowId id =
        TRY(insert_row(connection,
                       "INSERT INTO tokens (name, secret_digest, created_at, expires_at, last_used_at)"
                       " VALUES (?, ?, ?, ?, ?) RETURNING id",
                       token.name, token.secret_digest, token.created_at, token.expires_at, token.last_used_at));
    for (std::size_t i = 0; i < token.scopes.size(); ++i)
        TRY(execute_later(connection, "INSERT INTO token_scopes (token, position, scope) VALUES (?, ?, ?)", id, i,
                          token.scopes[i]));
    TRY(std::move(savepoint).release());
    return id;
}

Result<bool> delete_token(WriteTransaction& tx, RowId token) {
    TRY(execute(tx.connection(), "DELETE FROM tokens WHERE id = ?", token));
    return tx.connection().changes() == 1;
}

Result<> set_token_last_used(WriteTransaction& tx, RowId token, Seconds time) {
    return execute(tx.connection(), "UPDATE tokens SET last_used_at = ? WHERE id = ?", time, token);
}

Result<std::int64_t> token_generation(const ReadTransaction& tx) {
    const auto generation = TRY(
        find_row(tx.connection(), "SELECT generation FROM token_generation", [](Row& row) { return row.integer(); }));
    if (!generation) return Error(Fault::corrupt, "the catalog has no token generation");
    return *generation;
}

}  // namespace slipway::storage
