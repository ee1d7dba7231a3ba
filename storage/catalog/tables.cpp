#include "storage/catalog/tables.hpp"

#include "base/text.hpp"
#include "storage/catalog/migrations.hpp"
#include "storage/catalog/sqlite.hpp"

namespace slipway::storage {
namespace {

constexpr auto only_text = [](Row& row) { return row.text(); };

ColumnKind kind_of(const std::string& declared) {
    if (declared == "INTEGER") return ColumnKind::integer;
    return declared == "TEXT" ? ColumnKind::text : ColumnKind::blob;
}

std::string in_quotes(const std::string& name) { return "\"" + name + "\""; }

/// A table without a primary key has one unique index.
Result<std::vector<std::string>> key_of(Connection& sqlite, const std::string& table) {
    auto key =
        TRY(find_rows(sqlite, "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", only_text, table));
    if (key.empty())
        key = TRY(find_rows(sqlite,
                            "SELECT name FROM pragma_index_info((SELECT name FROM pragma_index_list(?)"
                            " WHERE \"unique\" = 1)) ORDER BY seqno",
                            only_text, table));
    for (auto& column : key) column = in_quotes(column);
    return key;
}

Result<Table> describe_table(Connection& sqlite, const std::string& name) {
    Table table{.name = name};
    TRY(for_each_row(
        sqlite, "SELECT name, type FROM pragma_table_info(?)",
        [&](Row& row) {
            auto column = in_quotes(row.text());
            table.columns.push_back({std::move(column), kind_of(row.text())});
        },
        name));
    table.key = TRY(key_of(sqlite, name));
    const auto counting = TRY(find_row(
        sqlite, "SELECT count(*) FROM sqlite_schema WHERE name = ? AND sql LIKE '%AUTOINCREMENT%'",
        [](Row& row) { return row.integer(); }, name));
    table.never_reuses_an_id = counting.value_or(0) > 0;
    return table;
}

}  // namespace

std::string Table::column_list() const {
    std::vector<std::string> names;
    for (const auto& column : columns) names.push_back(column.name);
    return join(names, ", ");
}

Result<std::vector<Table>> tables_of(Connection& sqlite) {
    const auto names = TRY(find_rows(
        sqlite, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
        only_text));
    std::vector<Table> tables;
    for (const auto& name : names) tables.push_back(TRY(describe_table(sqlite, name)));
    return tables;
}

Result<std::vector<Table>> tables_of_today() {
    const auto sqlite = TRY(SqliteConnection::open_in_memory());
    TRY(migrate(*sqlite));
    return tables_of(*sqlite);
}

}  // namespace slipway::storage
