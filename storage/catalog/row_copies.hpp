#pragma once

#include "storage/catalog/connection.hpp"
#include "storage/catalog/sqlite.hpp"

namespace slipway::storage {

/// Copies all rows of a catalog, whatever its engine, into the catalog in SQLite that `target` has and nobody else
/// uses; what that one held is gone, but for events. Both have today's schema. Preconditions: a transaction of `source`
/// that reads is open, none of `target`; neither is used for anything else afterwards. Faults: corrupt (a row does not
/// fit the schema, or refers to one that does not exist), busy, storage_full, io.
Result<> copy_rows(Connection& source, SqliteConnection& target);

}  // namespace slipway::storage
