#pragma once

#include "storage/catalog/connection.hpp"

#include <string>
#include <vector>

namespace slipway::storage {

enum class ColumnKind : unsigned char { integer, text, blob };

struct Column {
    std::string name;
    ColumnKind kind;
};

/// A table of the catalog, as SQLite describes it; it has the same columns in every engine.
struct Table {
    std::string name{};
    std::vector<Column> columns{};
    std::vector<std::string> key{};   // the columns that tell its rows apart
    bool never_reuses_an_id = false;  // AUTOINCREMENT

    /// "a", "b", "c"
    std::string column_list() const;
};

/// Returns the tables in the order in which they were made: a row refers to rows of its own table or of those before
/// it, and `token_generation` comes behind the table whose triggers change it. Faults: corrupt, io.
Result<std::vector<Table>> tables_of(Connection& sqlite);

/// Returns the tables of today's schema. Faults: io (no memory).
Result<std::vector<Table>> tables_of_today();

}  // namespace slipway::storage
