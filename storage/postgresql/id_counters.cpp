#include "storage/postgresql/id_counters.hpp"

namespace slipway::storage {

Result<std::int64_t> last_given_id(Connection& postgresql, const std::string& table) {
    const auto last = TRY(find_row(
        postgresql, "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence(?, 'id')::regclass), 0)",
        [](Row& row) { return row.integer(); }, table));
    return last.value_or(0);
}

Result<> give_ids_behind(Connection& postgresql, const std::string& table, std::int64_t last) {
    return execute(postgresql, "SELECT setval(pg_get_serial_sequence(?, 'id')::regclass, ?)", table, last);
}

}  // namespace slipway::storage
