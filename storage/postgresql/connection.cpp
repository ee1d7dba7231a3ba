// PostgreSQL behind the catalog's connections.
//
// Statements that run later are sent at once and not waited for; the next one that is waited for ends the pipeline, so
// ten of them cost one round trip. After a failure PostgreSQL refuses everything until the transaction, or the
// savepoint around, is rolled back.

#include "storage/postgresql/connection.hpp"

#include "storage/postgresql/dialect.hpp"
#include "storage/postgresql/prepared.hpp"
#include "storage/postgresql/sql_states.hpp"
#include "storage/postgresql/statement_text.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

namespace slipway::storage {
namespace {

constexpr std::string_view query_canceled = "57014";

}  // namespace

Result<std::unique_ptr<PostgresqlConnection>> PostgresqlConnection::open(DatabaseServer& server) {
    auto session = TRY(server.connect());
    return std::unique_ptr<PostgresqlConnection>(new PostgresqlConnection(server, std::move(session)));
}

PostgresqlConnection::~PostgresqlConnection() { forget_statements(); }

Result<> PostgresqlConnection::reconnect() {
    forget_statements();
    preparing_.clear();
    never_prepared_.clear();
    session_ = TRY(server_.connect());
    return {};
}

Error PostgresqlConnection::failure_of(const Answer& answer) {
    if (is_serialisation_failure(answer.state())) is_worth_repeating_ = true;
    if (ends_connection(answer.state())) session_->give_up();
    if (answer.state() == query_canceled && limit_.is_over()) return took_too_long();
    return answer.error(place());
}

Result<std::vector<Answer>> PostgresqlConnection::exchange() {
    const auto preparing = std::exchange(preparing_, {});
    auto answers = TRY(session_->receive());
    for (const Answer& answer : answers) {
        if (!answer.ok()) {
            never_prepared_.insert(preparing.begin(), preparing.end());
            return failure_of(answer);
        }
        const auto changed = answer.changes();
        changes_ = changed.value_or(changes_);
        total_changes_ += changed.value_or(0);
    }
    return answers;
}

Result<Answer> PostgresqlConnection::exchange_for_last() {
    auto answers = TRY(exchange());
    return std::move(answers.back());
}

Result<std::string> PostgresqlConnection::send_preparation(const std::string& sql, const std::vector<TypeId>& types) {
    auto name = "s" + std::to_string(++named_);
    TRY(session_->send_preparation(name, sql, types));
    preparing_.push_back(name);
    return name;
}

/// Without parameters there are no types to wait for, and what is no statement is refused at once.
Result<std::unique_ptr<PreparedStatement>> PostgresqlConnection::compile(const char* sql) {
    auto prepared = std::make_unique<Prepared>(*this, number_parameters(sql));
    if (prepared->has_parameters()) return prepared;
    TRY(prepared->prepare());
    TRY(exchange());
    return prepared;
}

Result<> PostgresqlConnection::check_transaction() const {
    if (!begun_ || in_transaction()) return {};
    return Error(Fault::io, place() + ": the transaction was rolled back by an earlier failure");
}

Result<> PostgresqlConnection::run_script(const std::string& sql) { return run_own_script(translated(sql)); }

Result<> PostgresqlConnection::run_own_script(const std::string& sql) {
    if (session_->pending() > 0) TRY(exchange());
    if (const auto failed = TRY(session_->run_script(sql))) return failure_of(*failed);
    return {};
}

Result<std::int64_t> PostgresqlConnection::last_id() {
    const auto last =
        TRY(find_row(*this,
                     "SELECT greatest(last_id, (SELECT max(id) FROM repositories), (SELECT max(id) FROM distros),"
                     " (SELECT max(id) FROM channels)) FROM writers",
                     [](Row& row) { return row.integer(); }));
    return last.value_or(0);
}

Result<std::int64_t> PostgresqlConnection::reserve_ids(std::size_t count) {
    const auto last = TRY(last_id());
    TRY(execute(*this, "UPDATE writers SET last_id = ?", last + static_cast<std::int64_t>(count)));
    return last + 1;
}

Result<> PostgresqlConnection::begin(Begin how) {
    is_worth_repeating_ = false;
    auto begun = begin_once(how);
    // Nothing was done yet. That the server has closed an idle connection shows only now.
    if (!begun.ok() && session_->is_lost()) {
        TRY(reconnect());
        begun = begin_once(how);
    }
    begun_ = begun.ok();
    return begun;
}

/// The limit is one of each statement: the server counts no transaction's time.
Result<> PostgresqlConnection::begin_reading() {
    TRY(limit_.check());
    TRY(session_->send_text("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
    if (limit_.is_set()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(limit_.left());
        const auto most = std::clamp(left, std::chrono::milliseconds(1), server_.settings().answer_within);
        session_->expect_answers_within(most);
        TRY(session_->send_text(("SET LOCAL statement_timeout = " + std::to_string(most.count())).c_str()));
    }
    TRY(session_->send_text("SELECT 1"));  // the first statement fixes the snapshot
    TRY(exchange());
    return {};
}

Result<> PostgresqlConnection::begin_once(Begin how) {
    turn_.reset();
    session_->expect_answers_within(server_.settings().answer_within);
    if (how == Begin::to_read) return begin_reading();
    TRY(send_begin(*session_, server_.settings()));
    turn_ = TRY(take_turn(*session_, server_.writer(), how));
    return {};
}

CommitEnd PostgresqlConnection::commit() {
    if (auto whole = check_transaction(); !whole.ok()) return {Outcome::undone, std::move(whole)};
    auto sent = session_->send_text("COMMIT");
    if (!sent.ok()) return {Outcome::unknown, std::move(sent)};
    auto answered = exchange_for_last();
    if (!answered.ok()) {
        // What fails while the connection stands has kept the COMMIT from being done.
        const auto outcome = session_->is_lost() ? Outcome::unknown : Outcome::undone;
        return {outcome, std::move(answered).error()};
    }
    // So the server answers to the end of a transaction that had failed before.
    if (answered->command() == "ROLLBACK")
        return {Outcome::undone, Error(Fault::io, place() + ": the transaction had failed before")};
    begun_ = false;
    if (turn_) server_.writer().committed = turn_->number;
    return {Outcome::durable, {}};
}

bool PostgresqlConnection::roll_back() {
    begun_ = false;
    limit_ = TimeLimit();
    if (session_->is_lost()) return false;
    // What is still under way belongs to the transaction, and so does its failure.
    if (session_->pending() > 0) [[maybe_unused]]
        const auto ended = exchange();
    if (session_->is_lost()) return false;
    if (!in_transaction()) return true;
    const auto done = session_->run_script("ROLLBACK");
    return done.ok() && !*done;
}

}  // namespace slipway::storage
