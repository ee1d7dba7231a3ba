// Who writes, and what is known of it later.
//
// The one row of `writers` is the turn: a transaction that writes changes it first, so the next one waits until the
// first has ended, and then sees all of it. The change counts turns, and the row that a writer has in `turns` gets the
// number. A commit whose answer was lost is then a question to the database: is this the number of my row? It is asked
// holding the row of `writers`, which nobody gets while the transaction may still commit. So the answer is final, also
// after a crash of the server or on a standby that has taken its place: what that one has not is lost, and was not
// promised to anybody. However many turns others have had meanwhile, they leave the row as it is.
//
// What a daemon publishes rests on what it has in memory, which is what it has committed. So its turn is refused where
// the database no longer has that (a standby that took over without the last commits, a backup that was brought back),
// and where another daemon has taken the catalog over, whose commits it does not know. The nodes of a cluster own it
// together: what one has in memory is fenced by generations (heads.hpp).
//
// Not pg_xact_status of the transaction's number: after a crash, or on a standby that took over, a number of which
// nothing reached the disk is given again, and then tells of another transaction. Nor an advisory lock as the turn,
// which other servers with this protocol take for nothing.

#include "storage/postgresql/turn.hpp"

#include "base/hex.hpp"
#include "base/pauses.hpp"
#include "storage/postgresql/sql_states.hpp"

#include <array>
#include <sys/random.h>
#include <thread>

namespace slipway::storage {
namespace {

/// The row of a writer that has written nothing for a year is forgotten: a command, whose process ended long ago. A
/// daemon writes every hour.
constexpr const char* forget_old_turns = "DELETE FROM turns WHERE taken_at < extract(epoch FROM now()) - 365 * 86400";
constexpr std::int64_t turns_between_forgetting = 100;

constexpr std::chrono::milliseconds first_pause_to_ask{100};
constexpr std::chrono::milliseconds longest_pause_to_ask{5'000};

Result<Answer> last_of(Session& session) {
    auto answers = TRY(session.receive());
    for (const Answer& answer : answers) {
        if (answer.ok()) continue;
        if (ends_connection(answer.state())) session.give_up();
        return answer.error(session.place());
    }
    return std::move(answers.back());
}

/// Precondition: `text` is of letters and digits.
std::string sql_literal(const std::string& text) { return "'" + text + "'"; }

Result<std::string> random_name() {
    std::array<char, 16> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        return Error(Fault::io, "the system gives no random bytes");
    return to_hex(ByteView(bytes.data(), bytes.size()));
}

/// One row, or none where the catalog is another one's: the turn, the transaction, and the writer's last turn.
std::string sql_of_turn(const Writer& writer) {
    const auto name = sql_literal(writer.name);
    return "WITH taken AS (UPDATE writers SET turn = turn + 1" +
           (writer.owner.empty() ? std::string() : " WHERE owner = " + sql_literal(writer.owner)) +
           " RETURNING turn) INSERT INTO turns (writer, turn) SELECT " + name +
           ", turn FROM taken ON CONFLICT (writer) DO UPDATE SET turn = excluded.turn, taken_at = excluded.taken_at"
           " RETURNING turn, pg_current_xact_id()::xid::text,"
           " (SELECT before.turn FROM turns AS before WHERE before.writer = " +
           name + ")";
}

Error taken_over(const Session& session) {
    return Error(Fault::busy,
                 session.place() +
                     ": another slipwayd has taken this catalog over, so this one writes nothing any more; "
                     "stop it, or restart it to take the catalog back");
}

Error lost_commits(const Session& session) {
    return Error(Fault::corrupt, session.place() +
                                     ": the database has lost what was committed: it was brought back from an older "
                                     "backup, or another server took over that did not have the last commits yet; "
                                     "restart slipwayd, which says what to do");
}

/// The transaction may be waiting for a COMMIT that never reached it.
Result<> end_transaction(Session& session, const Turn& turn) {
    TRY(session.send_text(("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                           " AND backend_xid::text = " +
                           sql_literal(turn.transaction) + " AND state LIKE 'idle in transaction%'")
                              .c_str()));
    TRY(last_of(session));
    return {};
}

Result<Outcome> ask(const PostgresqlSettings& settings, const Turn& turn) {
    const auto session = TRY(Session::open(settings));
    TRY(end_transaction(*session, turn));
    TRY(send_begin(*session, settings));
    TRY(session->send_text("SELECT turn FROM writers FOR UPDATE"));
    TRY(session->send_text(("SELECT 1 FROM turns WHERE writer = " + sql_literal(turn.writer) +
                            " AND turn = " + std::to_string(turn.number))
                               .c_str()));
    const auto found = TRY(last_of(*session));
    if (found.rows() == 0) return Outcome::undone;
    // A crash ends the wait for a synchronous standby. This commit waits for it, and stands behind the other in the
    // log.
    TRY(session->send_text("COMMIT"));
    TRY(last_of(*session));
    return Outcome::durable;
}

}  // namespace

/// Every statement sees what is committed: the one that takes the turn would otherwise fix a snapshot before it has
/// waited for the writer whose work it must see.
Result<> send_begin(Session& session, const PostgresqlSettings& settings) {
    TRY(session.send_text("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"));
    const auto idle = "SET LOCAL idle_in_transaction_session_timeout = " + std::to_string(settings.idle_within.count());
    return session.send_text(idle.c_str());
}

Result<Turn> take_turn(Session& session, Writer& writer, Begin how) {
    if (writer.name.empty()) writer.name = TRY(random_name());
    if (how == Begin::to_write_at_once) TRY(session.send_text("SELECT turn FROM writers FOR UPDATE NOWAIT"));
    TRY(session.send_text(sql_of_turn(writer).c_str()));
    const auto taken = TRY(last_of(session));
    if (taken.rows() == 0 && !writer.owner.empty()) return taken_over(session);
    if (taken.rows() != 1) return Error(Fault::corrupt, session.place() + ": the table writers has not one row");
    const auto before = taken.is_null(0, 2) ? 0 : decode_integer(taken.type(2), taken.bytes(0, 2)).value_or(0);
    if (writer.committed != 0 && before != writer.committed) return lost_commits(session);
    Turn turn{.writer = writer.name};
    turn.number = decode_integer(taken.type(0), taken.bytes(0, 0)).value_or(0);
    turn.transaction = taken.bytes(0, 1);
    if (turn.number % turns_between_forgetting == 0) TRY(session.send_text(forget_old_turns));
    return turn;
}

Result<Outcome> find_outcome(const PostgresqlSettings& settings, const Turn& turn) {
    const auto deadline = std::chrono::steady_clock::now() + settings.settle_within;
    Pauses pauses(first_pause_to_ask, longest_pause_to_ask);
    for (;;) {
        auto found = ask(settings, turn);
        if (found.ok() || std::chrono::steady_clock::now() >= deadline) return found;
        std::this_thread::sleep_for(pauses.next());
    }
}

}  // namespace slipway::storage
