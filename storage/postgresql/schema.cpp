#include "storage/postgresql/schema.hpp"

#include <string>

namespace slipway::storage {
namespace {

constexpr auto first_integer = [](Row& row) { return row.integer(); };

/// So often processes that begin an empty database at once may get in each other's way.
constexpr int most_attempts_to_migrate = 5;

Error unknown_schema(const std::string& place, int found, int known) {
    return Error(Fault::unsupported, place + " has schema version " + std::to_string(found) +
                                         ", this program knows version " + std::to_string(known));
}

Result<std::int64_t> one_of(Connection& connection, const char* sql) {
    return TRY(find_row(connection, sql, first_integer)).value_or(0);
}

/// Precondition: a transaction is open, in which nobody else changes the schema.
Result<> apply(Connection& connection, std::span<const Migration> migrations, std::int64_t version) {
    for (const Migration& migration : migrations) {
        if (migration.version <= version) continue;
        TRY(connection.run_script(migration.sql)
                .during("migrating the catalog to version " + std::to_string(migration.version)));
    }
    return execute(connection, "UPDATE slipway_schema SET version = ?", migrations.back().version);
}

/// Catalogs of earlier programs have none.
Result<bool> has_cluster_tables(Connection& connection) {
    return TRY(one_of(connection, "SELECT count(to_regclass('cluster_nodes'))")) != 0;
}

/// Who begins makes the table of the version; whoever comes at the same time waits for it, and fails.
Result<> migrate_from(PostgresqlConnection& connection, std::span<const Migration> migrations, int found) {
    if (found == 0) TRY(connection.run_own_script(postgresql_own_schema));
    const auto version = TRY(one_of(connection, "SELECT version FROM slipway_schema FOR UPDATE"));
    if (!TRY(has_cluster_tables(connection))) TRY(connection.run_own_script(postgresql_cluster_schema));
    if (version == migrations.back().version) return {};
    return apply(connection, migrations, version);
}

Result<> migrate_once(PostgresqlConnection& connection, std::span<const Migration> migrations, int found) {
    TRY(connection.run_own_script("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"));
    auto migrated = migrate_from(connection, migrations, found);
    if (migrated.ok()) return connection.commit().result;
    // The error of the migration is the one to report.
    [[maybe_unused]] const bool undone = connection.roll_back();
    return migrated;
}

}  // namespace

Result<int> postgresql_schema_version(PostgresqlConnection& connection) {
    const auto ours = TRY(one_of(connection, "SELECT count(to_regclass('slipway_schema'))"));
    if (ours != 0) return static_cast<int>(TRY(one_of(connection, "SELECT version FROM slipway_schema")));
    const auto tables = TRY(one_of(connection,
                                   "SELECT count(*) FROM pg_class WHERE relkind = 'r'"
                                   " AND relnamespace = current_schema()::regnamespace"));
    if (tables == 0) return 0;
    return Error(Fault::unsupported, connection.place() + " holds the tables of another program, not a catalog");
}

Result<> migrate_postgresql(PostgresqlConnection& connection, std::span<const Migration> migrations) {
    const int known = migrations.back().version;
    for (int attempt = 1;; ++attempt) {
        const int found = TRY(postgresql_schema_version(connection));
        if (found > known) return unknown_schema(connection.place(), found, known);
        if (found == known && TRY(has_cluster_tables(connection))) return {};
        auto migrated = migrate_once(connection, migrations, found);
        if (migrated.ok() || attempt == most_attempts_to_migrate || TRY(postgresql_schema_version(connection)) == found)
            return migrated;
    }
}

Result<bool> is_migrated_postgresql(PostgresqlConnection& connection, std::span<const Migration> migrations) {
    if (TRY(postgresql_schema_version(connection)) != migrations.back().version) return false;
    return has_cluster_tables(connection);
}

Result<> check_postgresql_schema(PostgresqlConnection& connection, std::span<const Migration> migrations) {
    const int known = migrations.back().version;
    const int found = TRY(postgresql_schema_version(connection));
    if (found != known) return unknown_schema(connection.place(), found, known);
    return {};
}

}  // namespace slipway::storage
