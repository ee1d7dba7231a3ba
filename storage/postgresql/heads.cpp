#include "storage/postgresql/heads.hpp"

#include "storage/catalog/connection.hpp"

namespace slipway::storage {
namespace {

constexpr auto read_count = [](Row& row) { return row.integer(); };

Result<std::int64_t> number_of(Connection& connection, const char* sql) {
    const auto number = TRY(find_row(connection, sql, read_count));
    if (!number) return Error(Fault::corrupt, std::string("the catalog has no row for: ") + sql);
    return *number;
}

}  // namespace

Result<bool> raise_generation(WriteTransaction& tx, RowId repository, std::int64_t from, const std::string& node) {
    TRY(execute(tx.connection(),
                "UPDATE heads SET generation = generation + 1, turn = (SELECT turn FROM writers), node = ?,"
                " published_at = now() WHERE repository = ? AND generation = ?",
                node, repository, from));
    return tx.connection().changes() == 1;
}

Result<> begin_generations(WriteTransaction& tx, RowId repository, const std::string& node) {
    return execute(tx.connection(),
                   "INSERT INTO heads (repository, generation, turn, node) SELECT ?, 1, turn, ? FROM writers",
                   repository, node);
}

Result<> begin_missing_generations(WriteTransaction& tx, const std::string& node) {
    return execute(tx.connection(),
                   "INSERT INTO heads (repository, generation, turn, node)"
                   " SELECT repositories.id, 1, writers.turn, ? FROM repositories CROSS JOIN writers"
                   " WHERE repositories.name NOT LIKE 'deleted/%' ON CONFLICT (repository) DO NOTHING",
                   node);
}

Result<> raise_all_generations(WriteTransaction& tx, const std::string& node) {
    return execute(tx.connection(),
                   "UPDATE heads SET generation = generation + 1, turn = (SELECT turn FROM writers), node = ?", node);
}

Result<std::optional<std::int64_t>> find_generation(const ReadTransaction& tx, RowId repository) {
    return find_row(tx.connection(), "SELECT generation FROM heads WHERE repository = ?", read_count, repository);
}

Result<std::map<RowId, std::int64_t>> all_generations(const ReadTransaction& tx) {
    std::map<RowId, std::int64_t> generations;
    TRY(for_each_row(tx.connection(), "SELECT repository, generation FROM heads", [&](Row& row) {
        const RowId repository = row.integer();
        generations[repository] = row.integer();
    }));
    return generations;
}

Result<std::int64_t> last_turn_of_others(const ReadTransaction& tx, const std::string& node) {
    const auto last =
        TRY(find_row(tx.connection(), "SELECT coalesce(max(turn), 0) FROM heads WHERE node <> ?", read_count, node));
    return last.value_or(0);
}

Result<std::int64_t> count_sweep(WriteTransaction& tx) {
    return number_of(tx.connection(), "UPDATE cluster SET swept = swept + 1 RETURNING swept");
}

Result<std::int64_t> sweeps(const ReadTransaction& tx) {
    return number_of(tx.connection(), "SELECT swept FROM cluster");
}

}  // namespace slipway::storage
