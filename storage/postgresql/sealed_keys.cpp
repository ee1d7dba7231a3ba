#include "storage/postgresql/sealed_keys.hpp"

#include "storage/catalog/connection.hpp"

namespace slipway::storage {
namespace {

SealedKeyRow read_sealed_key(Row& row) {
    SealedKeyRow key;
    key.repository = row.text();
    key.fingerprint = row.text();
    key.sealed_by = row.text();
    key.sealed = row.text();
    return key;
}

Result<> count_change(Connection& connection, const std::string& repository) {
    return execute_later(connection,
                         "INSERT INTO sealed_key_changes (repository, changes) VALUES (?, 1)"
                         " ON CONFLICT (repository) DO UPDATE SET changes = sealed_key_changes.changes + 1",
                         repository);
}

}  // namespace

Result<> save_sealed_key(WriteTransaction& tx, const SealedKeyRow& key) {
    TRY(execute_later(tx.connection(),
                      "INSERT INTO sealed_keys (repository, fingerprint, sealed_by, sealed) VALUES (?, ?, ?, ?)"
                      " ON CONFLICT (repository, fingerprint)"
                      " DO UPDATE SET sealed_by = excluded.sealed_by, sealed = excluded.sealed,"
                      " sealed_at = excluded.sealed_at",
                      key.repository, key.fingerprint, key.sealed_by, Blob{key.sealed}));
    return count_change(tx.connection(), key.repository);
}

Result<> delete_sealed_key(WriteTransaction& tx, const std::string& repository, const std::string& fingerprint) {
    TRY(execute_later(tx.connection(), "DELETE FROM sealed_keys WHERE repository = ? AND fingerprint = ?", repository,
                      fingerprint));
    return count_change(tx.connection(), repository);
}

Result<> delete_sealed_keys(WriteTransaction& tx, const std::string& repository) {
    TRY(execute_later(tx.connection(), "DELETE FROM sealed_keys WHERE repository = ?", repository));
    return count_change(tx.connection(), repository);
}

Result<std::vector<SealedKeyRow>> sealed_keys_of(const ReadTransaction& tx, const std::string& repository) {
    return find_rows(tx.connection(),
                     "SELECT repository, fingerprint, sealed_by, sealed FROM sealed_keys WHERE repository = ?"
                     " ORDER BY fingerprint",
                     read_sealed_key, repository);
}

Result<std::vector<SealedKeyRow>> all_sealed_keys(const ReadTransaction& tx) {
    return find_rows(tx.connection(),
                     "SELECT repository, fingerprint, sealed_by, sealed FROM sealed_keys"
                     " ORDER BY repository, fingerprint",
                     read_sealed_key);
}

Result<bool> has_sealed_key(const ReadTransaction& tx, const std::string& repository, const std::string& fingerprint) {
    const auto found = TRY(find_row(
        tx.connection(), "SELECT length(sealed) FROM sealed_keys WHERE repository = ? AND fingerprint = ?",
        [](Row& row) { return row.integer(); }, repository, fingerprint));
    return found.value_or(0) > 0;
}

Result<std::vector<SealedKeyRow>> unused_sealed_keys(const ReadTransaction& tx, std::chrono::seconds least_age) {
    return find_rows(tx.connection(),
                     "SELECT repository, fingerprint, sealed_by, sealed FROM sealed_keys"
                     " WHERE sealed_at <= extract(epoch FROM now()) - ? AND NOT EXISTS (SELECT 1 FROM keys JOIN "
                     "repositories ON repositories.id = keys.repository"
                     " WHERE repositories.name = sealed_keys.repository"
                     " AND keys.fingerprint = sealed_keys.fingerprint)"
                     " ORDER BY repository, fingerprint",
                     read_sealed_key, least_age.count());
}

Result<std::uint64_t> sealed_key_changes(const ReadTransaction& tx, const std::string& repository) {
    const auto found = TRY(find_row(
        tx.connection(), "SELECT changes FROM sealed_key_changes WHERE repository = ?",
        [](Row& row) { return row.natural<std::uint64_t>(); }, repository));
    return found.value_or(0);
}

}  // namespace slipway::storage
