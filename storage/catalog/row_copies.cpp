// Tables and columns are asked of SQLite, whose schema is the description of both. They are copied in the order in
// which they were made: `token_generation` comes behind the table whose triggers change it.

#include "storage/catalog/row_copies.hpp"

#include "storage/catalog/tables.hpp"

#include <fmt/format.h>

#include <vector>

namespace slipway::storage {
namespace {

/// A table with the statements that copy it.
struct CopiedTable {
    Table table;
    std::string select;
    std::string insert;
};

constexpr auto one_text = [](Row& row) { return row.text(); };

CopiedTable copied_table(Table table) {
    std::string parameters;
    for (std::size_t i = 0; i < table.columns.size(); ++i) parameters += i == 0 ? "?" : ", ?";
    const auto columns = table.column_list();
    auto select = fmt::format("SELECT {} FROM {}", columns, table.name);
    auto insert = fmt::format("INSERT INTO {} ({}) VALUES ({})", table.name, columns, parameters);
    return {std::move(table), std::move(select), std::move(insert)};
}

Result<std::vector<CopiedTable>> describe_all(Connection& target) {
    std::vector<CopiedTable> tables;
    for (auto& table : TRY(tables_of(target))) tables.push_back(copied_table(std::move(table)));
    return tables;
}

void bind_column(Statement& insert, ColumnKind kind, Row& row) {
    if (kind == ColumnKind::integer) return insert.bind(row.optional_integer());
    const auto bytes = row.optional_text();
    if (kind == ColumnKind::blob && bytes) return insert.bind(Blob{*bytes});
    insert.bind(bytes);
}

Result<> copy_row(const CopiedTable& copied, Row& row, Connection& target) {
    auto insert = TRY(target.prepare(copied.insert.c_str()));
    for (const auto& column : copied.table.columns) bind_column(insert, column.kind, row);
    if (row.malformed()) return Error(Fault::corrupt, "a row of " + copied.table.name + " does not fit its columns");
    TRY(insert.step());
    return {};
}

/// What its making has put there, and copied triggers, goes.
Result<> empty(const Table& table, Connection& target) {
    if (table.name == "events") return {};
    return target.run_script(fmt::format("DELETE FROM {}", table.name));
}

Result<> copy_table(Connection& source, const CopiedTable& copied, Connection& target) {
    TRY(empty(copied.table, target));
    auto select = TRY(source.prepare(copied.select.c_str()));
    select.expect_many();
    while (TRY(select.step())) {
        Row row(select);
        TRY(copy_row(copied, row, target).during(copied.table.name));
    }
    return {};
}

Result<> check_references(Connection& target) {
    const auto broken = TRY(find_row(target, "PRAGMA foreign_key_check", one_text));
    if (broken) return Error(Fault::corrupt, "a row of " + *broken + " refers to one that does not exist");
    return {};
}

}  // namespace

Result<> copy_rows(Connection& source, SqliteConnection& target) {
    // All texts at once: they are the keys of the connections' statements, and have to stay.
    const auto tables = TRY(describe_all(target));
    TRY(target.begin(Begin::to_write));
    for (const auto& table : tables) TRY(copy_table(source, table, target));
    const auto missing = TRY(source.last_id()) - TRY(target.last_id());
    if (missing > 0) TRY(target.reserve_ids(static_cast<std::size_t>(missing)));
    TRY(check_references(target));
    return target.commit().result;
}

}  // namespace slipway::storage
