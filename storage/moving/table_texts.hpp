#pragma once

#include "storage/catalog/tables.hpp"

#include <string>

namespace slipway::storage {

/// A table with the statements that move its rows into another catalog. The statements are keys of the connections that
/// prepared them, so this must outlive both catalogs.
struct MovedTable {
    Table table{};
    std::string select{};   // all rows, in the order of their keys
    std::string insert{};   // a set of rows
    std::string remove{};   // what the making of the catalog has put there; empty for rows that are never removed
    std::string last_id{};  // the largest; empty where there are no ids
};

/// Leaves out the marks of the move itself (identity/move_marks.hpp).
MovedTable moved_table(Table table);

}  // namespace slipway::storage
