#pragma once

#include "base/result.hpp"
#include "storage/catalog/migrations.hpp"
#include "storage/postgresql/connection.hpp"

#include <span>

namespace slipway::storage {

/// own_schema.sql, embedded by the build.
extern const char* const postgresql_own_schema;
/// cluster_schema.sql, likewise.
extern const char* const postgresql_cluster_schema;

/// The schema version of a database; 0 for an empty one. Faults: unsupported (tables of another program), busy, io.
Result<int> postgresql_schema_version(PostgresqlConnection& connection);

/// Brings the database to the last of `migrations`, which are those of SQLite, translated; in one transaction, and
/// nothing if it is there already. Several processes may do this at once. Faults: unsupported (the database is newer),
/// storage_full, busy, io.
Result<> migrate_postgresql(PostgresqlConnection& connection, std::span<const Migration> migrations = all_migrations());

/// Returns whether `migrate_postgresql` would do nothing.
Result<bool> is_migrated_postgresql(PostgresqlConnection& connection,
                                    std::span<const Migration> migrations = all_migrations());

/// For a database whose schema is another process's. Faults: unsupported (newer or older than this program knows),
/// busy, io.
Result<> check_postgresql_schema(PostgresqlConnection& connection,
                                 std::span<const Migration> migrations = all_migrations());

}  // namespace slipway::storage
