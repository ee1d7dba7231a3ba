// A statement is prepared in the session when it is first run: its values tell the types of its parameters, which the
// text alone does not tell everywhere ("SELECT ?", lists of values). Where a value is null the server finds the type,
// and where a later value is of another one the statement is prepared anew.
//
// A result is held as a whole, so that whoever visits its rows can ask for others meanwhile. One with as many rows as
// the catalog has packages goes through a cursor instead, and is held in parts.

#include "storage/postgresql/prepared.hpp"

#include "storage/postgresql/stored_text.hpp"

namespace slipway::storage {
namespace {

/// So many statements are sent before somebody looks at their answers, which have to fit the buffers between us.
constexpr std::size_t most_pending = 256;

constexpr int rows_at_once = 1000;

}  // namespace

Result<> PostgresqlConnection::Prepared::check_values() const {
    if (!parameters_.is_malformed()) return {};
    return Error(Fault::internal, connection_.place() + ": more values than parameters: " + sql_);
}

Result<> PostgresqlConnection::Prepared::prepare() {
    name_ = TRY(connection_.send_preparation(sql_, parameters_.types()));
    return {};
}

Result<> PostgresqlConnection::Prepared::send() {
    TRY(check_values());
    const bool is_other = parameters_.learn_types();
    if (is_other || !connection_.is_prepared(name_)) TRY(prepare());
    return connection_.session_->send_run(name_, parameters_);
}

Result<> PostgresqlConnection::Prepared::send_with_cursor() {
    TRY(check_values());
    parameters_.learn_types();
    cursor_ = "c" + std::to_string(++connection_.named_);
    TRY(connection_.session_->send_once("DECLARE " + cursor_ + " NO SCROLL CURSOR FOR " + sql_, parameters_));
    return send_fetch();
}

Result<> PostgresqlConnection::Prepared::send_fetch() {
    const std::string fetch = "FETCH " + std::to_string(rows_at_once) + " FROM " + cursor_;
    return connection_.session_->send_text(fetch.c_str());
}

Result<> PostgresqlConnection::Prepared::receive() {
    auto answer = connection_.exchange_for_last();
    if (!answer.ok()) {
        cursor_.clear();  // it ends with the transaction, which has failed
        return std::move(answer).error();
    }
    answer_.emplace(std::move(answer).release());
    row_ = 0;
    return {};
}

Result<bool> PostgresqlConnection::Prepared::step() {
    TRY(connection_.limit_.check());
    if (!answer_) {
        // Outside of a transaction there are no cursors.
        TRY(expects_many_ && connection_.begun_ ? send_with_cursor() : send());
        TRY(receive());
    } else if (++row_ == rows_at_once && !cursor_.empty()) {
        TRY(send_fetch());
        TRY(receive());
    }
    return row_ < answer_->rows();
}

Result<> PostgresqlConnection::Prepared::run_later() {
    TRY(send());
    if (connection_.session_->pending() >= most_pending) TRY(connection_.exchange());
    return {};
}

bool PostgresqlConnection::Prepared::is_null(int column) const { return answer_->is_null(row_, column); }

std::optional<std::int64_t> PostgresqlConnection::Prepared::integer(int column) const {
    return decode_integer(answer_->type(column), answer_->bytes(row_, column));
}

std::string PostgresqlConnection::Prepared::text(int column) const {
    const auto bytes = answer_->bytes(row_, column);
    if (is_text(answer_->type(column))) return from_stored_text(bytes);
    const auto number = integer(column);
    return number ? std::to_string(*number) : std::string(bytes);
}

void PostgresqlConnection::Prepared::reset() {
    // Nobody waits for it: should it fail, the transaction has failed already.
    if (!cursor_.empty() && connection_.begun_) [[maybe_unused]]
        const auto sent = connection_.session_->send_text(("CLOSE " + cursor_).c_str());
    cursor_.clear();
    expects_many_ = false;
    parameters_.clear();
    answer_.reset();
    row_ = -1;
}

}  // namespace slipway::storage
