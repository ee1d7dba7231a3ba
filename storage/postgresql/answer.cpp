#include "storage/postgresql/answer.hpp"

#include "base/text.hpp"
#include "storage/postgresql/sql_states.hpp"

#include <libpq-fe.h>

namespace slipway::storage {
namespace {

std::string_view text_or_nothing(const char* text) { return text == nullptr ? std::string_view() : text; }

}  // namespace

void Answer::Clear::operator()(pg_result* result) const { PQclear(result); }

bool Answer::ok() const {
    const auto status = PQresultStatus(result_.get());
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

bool Answer::is_skipped() const { return PQresultStatus(result_.get()) == PGRES_PIPELINE_ABORTED; }

bool Answer::is_fatal() const {
    const auto severity = text_or_nothing(PQresultErrorField(result_.get(), PG_DIAG_SEVERITY_NONLOCALIZED));
    return !ok() && !is_skipped() && severity != "ERROR";
}

std::string_view Answer::state() const { return text_or_nothing(PQresultErrorField(result_.get(), PG_DIAG_SQLSTATE)); }

Error Answer::error(std::string_view place) const {
    auto message = text_or_nothing(PQresultErrorField(result_.get(), PG_DIAG_MESSAGE_PRIMARY));
    // What libpq says itself has no fields, and ends with a newline.
    if (message.empty()) message = text_or_nothing(PQresultErrorMessage(result_.get()));
    while (message.ends_with('\n')) message.remove_suffix(1);
    return Error(fault_of_state(state()), std::string(place) + ": " + std::string(message));
}

std::string_view Answer::command() const { return text_or_nothing(PQcmdStatus(result_.get())); }

std::optional<std::int64_t> Answer::changes() const {
    // SELECT and FETCH say how many rows they have read.
    const auto is = [name = command()](std::string_view word) { return name.starts_with(word); };
    if (!is("INSERT") && !is("UPDATE") && !is("DELETE")) return std::nullopt;
    const auto count = parse_decimal(text_or_nothing(PQcmdTuples(result_.get())));
    return static_cast<std::int64_t>(count.value_or(0));
}

int Answer::rows() const { return PQntuples(result_.get()); }

bool Answer::is_null(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }

ByteView Answer::bytes(int row, int column) const {
    return {PQgetvalue(result_.get(), row, column), static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

TypeId Answer::type(int column) const { return PQftype(result_.get(), column); }

}  // namespace slipway::storage
