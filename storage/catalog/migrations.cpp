// Numbered migrations. `PRAGMA user_version` holds the schema's version, `PRAGMA application_id` says that the file
// is a catalog at all. Version 1 is schema.sql; a later version is a new entry of the table below, never a change to
// an older one, because databases of every version exist somewhere.

#include "storage/catalog/migrations.hpp"

#include <array>

namespace slipway::storage {
namespace {

constexpr std::int64_t application_id = 0x534c5057;  // "SLPW"

constexpr auto one_integer = [](Row& row) { return row.integer(); };

Result<std::int64_t> pragma_value(Connection& connection, const char* sql) {
    const auto value = TRY(find_row(connection, sql, one_integer));
    return value.value_or(0);
}

Error unknown_schema(int found, int known) {
    return Error(Fault::unsupported, "the catalog has schema version " + std::to_string(found) +
                                         ", this program knows version " + std::to_string(known));
}

/// PRAGMAs take no bound parameters, hence the texts.
std::string stamp(int version) {
    return "PRAGMA application_id = " + std::to_string(application_id) +
           "; PRAGMA user_version = " + std::to_string(version) + ";";
}

/// Precondition: a write transaction is open.
Result<> apply(Connection& connection, std::span<const Migration> migrations) {
    // Read again inside the transaction: another process may have migrated meanwhile.
    const int version = TRY(schema_version(connection));
    for (const Migration& migration : migrations) {
        if (migration.version <= version) continue;
        const std::string step = "migrating the catalog to version " + std::to_string(migration.version);
        TRY(connection.run_script(migration.sql).during(step));
        TRY(connection.run_script(stamp(migration.version)).during(step));
    }
    return connection.run_script("COMMIT");
}

}  // namespace

std::span<const Migration> all_migrations() {
    static const std::array migrations = {Migration{.version = 1, .sql = schema_version_1}};
    return migrations;
}

Result<int> schema_version(Connection& connection) {
    const auto version = TRY(pragma_value(connection, "PRAGMA user_version"));
    const auto application = TRY(pragma_value(connection, "PRAGMA application_id"));
    const auto tables = TRY(pragma_value(connection, "SELECT count(*) FROM sqlite_schema"));
    const bool ours = application == application_id || (application == 0 && version == 0 && tables == 0);
    if (!ours) return Error(Fault::unsupported, "the file is an SQLite database of another program, not a catalog");
    return static_cast<int>(version);
}

Result<> migrate(Connection& connection, std::span<const Migration> migrations) {
    const int known = migrations.back().version;
    const int found = TRY(schema_version(connection));
    if (found == known) return {};
    if (found > known) return unknown_schema(found, known);

    TRY(connection.run_script("BEGIN IMMEDIATE"));
    auto applied = apply(connection, migrations);
    // The error of the migration is the one to report; a database that cannot roll back does so when it is closed.
    if (!applied.ok()) [[maybe_unused]]
        const auto undone = connection.run_script("ROLLBACK");
    return applied;
}

Result<> check_schema(Connection& connection, std::span<const Migration> migrations) {
    const int known = migrations.back().version;
    const int found = TRY(schema_version(connection));
    if (found != known) return unknown_schema(found, known);
    return {};
}

}  // namespace slipway::storage
