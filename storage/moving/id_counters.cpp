#include "storage/moving/id_counters.hpp"

#include "storage/postgresql/id_counters.hpp"

#include <algorithm>

namespace slipway::storage {
namespace {

constexpr auto only_integer = [](Row& row) { return row.integer(); };

/// Their ids are those of one counter (Connection::reserve_ids).
bool has_common_counter(const std::string& table) {
    return table == "repositories" || table == "distros" || table == "channels";
}

Result<std::int64_t> last_id_of(Connection& connection, Engine engine, const MovedTable& moved) {
    const auto there = TRY(find_row(connection, moved.last_id.c_str(), only_integer)).value_or(0);
    if (!moved.table.never_reuses_an_id) return there;
    if (engine == Engine::postgresql) return std::max(there, TRY(last_given_id(connection, moved.table.name)));
    const auto given =
        TRY(find_row(connection, "SELECT seq FROM sqlite_sequence WHERE name = ?", only_integer, moved.table.name));
    return std::max(there, given.value_or(0));
}

Result<> go_on_behind(Connection& connection, Engine engine, const MovedTable& moved, std::int64_t last) {
    if (last == 0) return {};
    if (engine == Engine::postgresql) return give_ids_behind(connection, moved.table.name, last);
    if (!moved.table.never_reuses_an_id) return {};
    TRY(execute(connection, "DELETE FROM sqlite_sequence WHERE name = ?", moved.table.name));
    return execute(connection, "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", moved.table.name, last);
}

Result<> carry_common_counter(Connection& from, Connection& to) {
    const auto missing = TRY(from.last_id()) - TRY(to.last_id());
    if (missing > 0) TRY(to.reserve_ids(static_cast<std::size_t>(missing)));
    return {};
}

}  // namespace

Result<> carry_id_counters(const MovedCatalog& from, const MovedCatalog& to, const std::vector<MovedTable>& tables) {
    const auto source = TRY(from.catalog.read());
    auto target = TRY(to.catalog.write());
    TRY(carry_common_counter(source.connection(), target.connection()));
    for (const auto& moved : tables) {
        if (moved.last_id.empty() || has_common_counter(moved.table.name)) continue;
        const auto last = TRY(last_id_of(source.connection(), from.engine, moved));
        TRY(go_on_behind(target.connection(), to.engine, moved, last));
    }
    return std::move(target).commit();
}

}  // namespace slipway::storage
