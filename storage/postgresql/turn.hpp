#pragma once

#include "base/result.hpp"
#include "storage/catalog/connection.hpp"
#include "storage/postgresql/session.hpp"

#include <cstdint>
#include <string>

namespace slipway::storage {

/// The turn of a transaction to write, and what it is known by afterwards.
struct Turn {
    std::string token{};        // random; a row of `turns` has it exactly if the transaction was committed
    std::int64_t number = 0;    // turns are counted from 1, those that were given up not
    std::string transaction{};  // as pg_stat_activity names it
};

/// Takes a turn in the transaction that has been begun on `session`, and marks it. Waits for the one who has it for as
/// long as settings say, with Begin::to_write_at_once not at all. Faults: busy (somebody else has it), io.
Result<Turn> take_turn(Session& session, Begin how);

/// What became of a transaction whose commit was not answered. Waits until the server has ended it, and ends it where
/// it only waits for us. Asks for as long as settings say, over connections of its own. Faults: busy, io: nobody can
/// tell.
Result<Outcome> find_outcome(const PostgresqlSettings& settings, const Turn& turn);

}  // namespace slipway::storage
