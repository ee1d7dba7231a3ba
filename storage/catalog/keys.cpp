#include "storage/catalog/keys.hpp"

#include "storage/catalog/connection.hpp"

namespace slipway::storage {
namespace {

KeyRow read_key(Row& row) {
    KeyRow key;
    key.id = row.integer();
    key.repository = row.integer();
    key.fingerprint = row.text();
    key.state = row.word<KeyState>();
    key.algorithm = row.text();
    key.armored = row.text();
    key.created_at = row.time();
    key.expires_at = row.optional_time();
    return key;
}

}  // namespace

Result<std::vector<KeyRow>> keys_of(const ReadTransaction& tx, RowId repository) {
    return find_rows(tx.connection(),
                     "SELECT id, repository, fingerprint, state, algorithm, armored, created_at, expires_at FROM keys"
                     " WHERE repository = ? ORDER BY id",
                     read_key, repository);
}

Result<RowId> insert_key(WriteTransaction& tx, const KeyRow& key) {
    auto savepoint = TRY(Savepoint::begin(tx.connection()));
    const RowId id =
        TRY(insert_row(tx.connection(),
                       "INSERT INTO keys (repository, fingerprint, state, algorithm, armored, created_at, expires_at)"
                       " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
                       key.repository, key.fingerprint, key.state, key.algorithm, key.armored, key.created_at,
                       key.expires_at)
                .during("key " + key.fingerprint));
    TRY(std::move(savepoint).release());
    return id;
}

Result<> set_key_state(WriteTransaction& tx, RowId repository, const std::string& fingerprint, KeyState state) {
    TRY(execute(tx.connection(), "UPDATE keys SET state = ? WHERE repository = ? AND fingerprint = ?", state,
                repository, fingerprint));
    if (tx.connection().changes() == 1) return {};
    return Error(Fault::not_found, "the repository has no key " + fingerprint);
}

}  // namespace slipway::storage
