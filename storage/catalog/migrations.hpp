#pragma once

#include "storage/catalog/connection.hpp"

#include <span>

namespace slipway::storage {

/// One step from the schema before to `version`. `sql` runs inside a transaction.
struct Migration {
    int version;
    const char* sql;
};

/// schema.sql, embedded by the build.
extern const char* const schema_version_1;

/// Every migration this program knows, in order, without gaps, from version 1.
std::span<const Migration> all_migrations();

/// The schema version of a database; 0 for an empty one. Faults: unsupported (a database of another program),
/// corrupt, io.
Result<int> schema_version(Connection& connection);

/// Brings the database to the last of `migrations`, in one transaction; nothing if it is there already.
/// Several processes may do this at once. Faults: unsupported (the database is newer), storage_full, busy, corrupt, io.
Result<> migrate(Connection& connection, std::span<const Migration> migrations = all_migrations());

/// For a database that may only be read. Faults: unsupported (newer or older than this program knows), corrupt, io.
Result<> check_schema(Connection& connection, std::span<const Migration> migrations = all_migrations());

}  // namespace slipway::storage
