#pragma once

#include "base/result.hpp"
#include "storage/catalog/connection.hpp"
#include "storage/postgresql/session.hpp"

#include <cstdint>
#include <string>

namespace slipway::storage {

/// Who writes: a process, one transaction at a time.
struct Writer {
    std::string name{};          // random; "": it has not written yet
    std::string owner{};         // as whom it has taken the catalog over, and writes until somebody else does; "": not
    std::int64_t committed = 0;  // its last turn that is durable
};

/// The turn of a transaction to write, and what it is known by afterwards.
struct Turn {
    std::string writer{};       // the row of `turns` of this writer has `number` exactly if it was committed
    std::int64_t number = 0;    // turns are counted from 1, those that were given up not
    std::string transaction{};  // as pg_stat_activity names it
};

/// Sends what begins a transaction that takes a turn. It is ended by the server if it does nothing for as long as
/// settings say, so that whoever stands still keeps nobody from writing. Faults: busy (the connection is lost).
Result<> send_begin(Session& session, const PostgresqlSettings& settings);

/// Takes a turn in the transaction that has been begun on `session`, and marks it for `writer`, whose earlier ones are
/// settled. Waits for the one who has it for as long as settings say, with Begin::to_write_at_once not at all. Faults:
/// busy (somebody else has it, or has taken the catalog over), corrupt (the database has lost what the writer
/// committed), io.
Result<Turn> take_turn(Session& session, Writer& writer, Begin how);

/// What became of a transaction whose commit was not answered. Waits until the server has ended it, and ends it where
/// it only waits for us; a synchronous standby has what is said to be durable. Asks for as long as settings say, over
/// connections of its own. Faults: busy, io: nobody can tell.
Result<Outcome> find_outcome(const PostgresqlSettings& settings, const Turn& turn);

}  // namespace slipway::storage
