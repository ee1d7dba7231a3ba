#pragma once

#include <string>
#include <string_view>

namespace slipway::storage {

/// Statements that make or change tables, as SQLite takes them (schema.sql, migrations.cpp), for PostgreSQL:
/// - INTEGER is BIGINT, and a column `id` numbers its rows by itself, as it does in SQLite;
/// - BLOB is BYTEA, and TEXT has COLLATE "C", the order of its bytes (stored_text.hpp says how it holds any byte);
/// - STRICT and WITHOUT ROWID are left out, and `offset` and `only`, which are reserved, are quoted;
/// - what a trigger does when rows change is done by the function of own_schema.sql that has its purpose.
std::string translated(std::string_view script);

}  // namespace slipway::storage
