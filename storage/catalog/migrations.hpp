#pragma once

#include "storage/catalog/connection.hpp"

#include <span>

namespace slipway::storage {

/// The step to `version` from the version before. `sql` runs inside a transaction.
struct Migration {
    int version;
    const char* sql;
};

/// schema.sql, embedded by the build.
extern const char* const schema_version_1;

/// Every migration that this program knows, in order, from version 1 without gaps.
std::span<const Migration> all_migrations();

/// Returns the schema version of a database, or 0 for an empty one. Faults: unsupported (a database of another
/// program), corrupt, io.
Result<int> schema_version(Connection& connection);

/// Migrates the database to the last of `migrations` in one transaction. Does nothing if it is there already. Several
/// processes may do this at once. Faults: unsupported (the database is newer), storage_full, busy, corrupt, io.
Result<> migrate(Connection& connection, std::span<const Migration> migrations = all_migrations());

/// Checks the version of a database that is opened read-only. Faults: unsupported (newer or older than this program
/// knows), corrupt, io.
Result<> check_schema(Connection& connection, std::span<const Migration> migrations = all_migrations());

}  // namespace slipway::storage
