#include "storage/moving/table_texts.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace slipway::storage {
namespace {

std::string_view condition_for(const std::string& table) {
    return table == "facts" ? " WHERE name NOT IN ('moved_to', 'moving_from', 'moved_rows')" : "";
}

bool has_ids(const Table& table) {
    return std::ranges::any_of(table.columns, [](const Column& column) { return column.name == "\"id\""; });
}

std::string parameters_of(const Table& table) {
    std::string parameters;
    for (std::size_t i = 0; i < table.columns.size(); ++i) parameters += i == 0 ? "?" : ", ?";
    return parameters;
}

}  // namespace

MovedTable moved_table(Table table) {
    MovedTable moved;
    const auto columns = table.column_list();
    const auto condition = condition_for(table.name);
    moved.select =
        fmt::format("SELECT {} FROM {}{} ORDER BY {}", columns, table.name, condition, join(table.key, ", "));
    moved.insert = fmt::format("INSERT INTO {} ({}) VALUES ({})...", table.name, columns, parameters_of(table));
    if (table.name != "events") moved.remove = fmt::format("DELETE FROM {}{}", table.name, condition);
    if (has_ids(table)) moved.last_id = fmt::format("SELECT coalesce(max(id), 0) FROM {}", table.name);
    moved.table = std::move(table);
    return moved;
}

}  // namespace slipway::storage
