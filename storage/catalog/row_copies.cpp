// Tables and columns are asked of SQLite, whose schema is the description of both. They are copied in the order in
// which they were made: `token_generation` comes behind the table whose triggers change it.

#include "storage/catalog/row_copies.hpp"

#include <fmt/format.h>

#include <vector>

namespace slipway::storage {
namespace {

enum class Kind : unsigned char { integer, text, blob };

struct Table {
    std::string name;
    std::string select{};
    std::string insert{};
    std::vector<Kind> kinds{};
};

constexpr auto one_text = [](Row& row) { return row.text(); };

Kind kind_of(const std::string& declared) {
    if (declared == "INTEGER") return Kind::integer;
    return declared == "TEXT" ? Kind::text : Kind::blob;
}

Result<Table> describe(Connection& target, const std::string& name) {
    Table table{.name = name};
    std::string columns;
    std::string parameters;
    TRY(for_each_row(
        target, "SELECT name, type FROM pragma_table_info(?)",
        [&](Row& row) {
            const std::string separator = table.kinds.empty() ? "" : ", ";
            columns += separator + "\"" + row.text() + "\"";
            parameters += separator + "?";
            table.kinds.push_back(kind_of(row.text()));
        },
        name));
    table.select = fmt::format("SELECT {} FROM {}", columns, name);
    table.insert = fmt::format("INSERT INTO {} ({}) VALUES ({})", name, columns, parameters);
    return table;
}

Result<std::vector<Table>> describe_all(Connection& target) {
    const auto names = TRY(find_rows(
        target, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
        one_text));
    std::vector<Table> tables;
    for (const auto& name : names) tables.push_back(TRY(describe(target, name)));
    return tables;
}

void bind_column(Statement& insert, Kind kind, Row& row) {
    if (kind == Kind::integer) return insert.bind(row.optional_integer());
    const auto bytes = row.optional_text();
    if (kind == Kind::blob && bytes) return insert.bind(Blob{*bytes});
    insert.bind(bytes);
}

Result<> copy_row(const Table& table, Row& row, Connection& target) {
    auto insert = TRY(target.prepare(table.insert.c_str()));
    for (const Kind kind : table.kinds) bind_column(insert, kind, row);
    if (row.malformed()) return Error(Fault::corrupt, "a row of " + table.name + " does not fit its columns");
    TRY(insert.step());
    return {};
}

/// What its making has put there, and copied triggers, goes.
Result<> empty(const Table& table, Connection& target) {
    if (table.name == "events") return {};
    return target.run_script(fmt::format("DELETE FROM {}", table.name));
}

Result<> copy_table(Connection& source, const Table& table, Connection& target) {
    TRY(empty(table, target));
    auto select = TRY(source.prepare(table.select.c_str()));
    select.expect_many();
    while (TRY(select.step())) {
        Row row(select);
        TRY(copy_row(table, row, target).during(table.name));
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
    for (const Table& table : tables) TRY(copy_table(source, table, target));
    const auto missing = TRY(source.last_id()) - TRY(target.last_id());
    if (missing > 0) TRY(target.reserve_ids(static_cast<std::size_t>(missing)));
    TRY(check_references(target));
    return target.commit().result;
}

}  // namespace slipway::storage
