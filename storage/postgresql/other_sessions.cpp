#include "storage/postgresql/other_sessions.hpp"

namespace slipway::storage {

Result<bool> has_other_sessions(Connection& postgresql) {
    const auto others =
        TRY(find_row(postgresql,
                     "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                     " AND application_name = current_setting('application_name') AND pid <> pg_backend_pid()",
                     [](Row& row) { return row.integer(); }));
    return others.value_or(0) > 0;
}

}  // namespace slipway::storage
