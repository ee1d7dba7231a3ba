// Who writes, and what is known of it later.
//
// The one row of `writers` is the turn: a transaction that writes changes it first, so the next one waits until the
// first has ended, and then sees all of it. The change counts turns, and a row of `turns` gets the number with a random
// token. A commit whose answer was lost is then a question to the database: is my token there? It is asked holding the
// row of `writers`, which nobody gets while the transaction may still commit. So the answer is final, also after a
// crash of the server or on a standby that has taken its place: what that one has not is lost, and was not promised to
// anybody.
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

/// So many turns are remembered: those that are asked for ended seconds ago.
constexpr std::int64_t remembered = 1000;
constexpr std::int64_t turns_between_forgetting = 100;

constexpr std::chrono::milliseconds first_pause_to_ask{100};
constexpr std::chrono::milliseconds longest_pause_to_ask{5'000};

Result<std::string> random_token() {
    std::array<char, 16> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        return Error(Fault::io, "the system gives no random bytes");
    return to_hex(ByteView(bytes.data(), bytes.size()));
}

Result<Answer> last_of(Session& session) {
    auto answers = TRY(session.receive());
    for (const Answer& answer : answers) {
        if (answer.ok()) continue;
        if (ends_connection(answer.state())) session.give_up();
        return answer.error(session.place());
    }
    return std::move(answers.back());
}

/// Precondition: `text` is hexadecimal, or a number.
std::string sql_literal(const std::string& text) { return "'" + text + "'"; }

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
    TRY(session->send_text("BEGIN"));
    TRY(session->send_text("SELECT turn FROM writers FOR UPDATE"));
    TRY(session->send_text(("SELECT 1 FROM turns WHERE token = " + sql_literal(turn.token)).c_str()));
    const auto found = TRY(last_of(*session));
    return found.rows() == 1 ? Outcome::durable : Outcome::undone;
}

}  // namespace

Result<Turn> take_turn(Session& session, Begin how) {
    Turn turn;
    turn.token = TRY(random_token());
    if (how == Begin::to_write_at_once) TRY(session.send_text("SELECT turn FROM writers FOR UPDATE NOWAIT"));
    TRY(session.send_text(("WITH taken AS (UPDATE writers SET turn = turn + 1 RETURNING turn)"
                           " INSERT INTO turns (turn, token) SELECT turn, " +
                           sql_literal(turn.token) + " FROM taken RETURNING turn, pg_current_xact_id()::xid::text")
                              .c_str()));
    const auto taken = TRY(last_of(session));
    if (taken.rows() != 1) return Error(Fault::corrupt, session.place() + ": the table writers has not one row");
    turn.number = decode_integer(taken.type(0), taken.bytes(0, 0)).value_or(0);
    turn.transaction = taken.bytes(0, 1);
    if (turn.number % turns_between_forgetting == 0)
        TRY(session.send_text(("DELETE FROM turns WHERE turn < " + std::to_string(turn.number - remembered)).c_str()));
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
