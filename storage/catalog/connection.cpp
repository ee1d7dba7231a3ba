#include "storage/catalog/connection.hpp"

#include "base/job_guard.hpp"

namespace slipway::storage {
namespace {

/// How many prepared statements a connection keeps: more than the program has, so a bound against mistakes only.
constexpr std::size_t idle_statement_limit = 256;

/// The statement with as many parameters as a set of this size needs: what stands before the dots, a parameter or a row
/// of them in parentheses, so many times.
std::string with_set(std::string_view sql, std::size_t size) {
    constexpr std::string_view dots = "...";
    const auto end = sql.find(dots);
    const auto begin = sql[end - 1] == ')' ? sql.rfind('(', end) : end - 1;
    const auto one = std::string(sql.substr(begin, end - begin));
    std::string all = one;
    for (std::size_t i = 1; i < size; ++i) all += ", " + one;
    return std::string(sql).replace(begin, end + dots.size() - begin, all);
}

}  // namespace

Result<Statement> Connection::prepare(const char* sql) {
    TRY(check_transaction());
    if (auto idle = idle_.extract(std::string_view(sql))) return Statement(*this, sql, std::move(idle.mapped()));
    return Statement(*this, sql, TRY(compile(sql)));
}

Result<Statement> Connection::prepare(const char* sql, std::size_t set_size) {
    std::string& text = with_sets_[{sql, set_size}];
    if (text.empty()) text = with_set(sql, set_size);
    return prepare(text.c_str());
}

void Connection::release(const char* sql, std::unique_ptr<PreparedStatement> prepared) {
    if (idle_.size() < idle_statement_limit) idle_.emplace(sql, std::move(prepared));
}

Result<Savepoint> Savepoint::begin(Connection& connection) {
    TRY(execute_later(connection, "SAVEPOINT step"));
    return Savepoint(connection);
}

Result<> Savepoint::release() && {
    TRY(execute(*connection_, "RELEASE step"));
    connection_ = nullptr;
    return {};
}

Savepoint::~Savepoint() {
    // After a full disk SQLite may have rolled the whole transaction back already, with the savepoint in it. Failing
    // otherwise is impossible to act on here: the commit of this transaction will fail as well.
    if (connection_ == nullptr || !connection_->in_transaction()) return;
    JobGuard().run("undoing a step", [this] {
        const auto undo = [this] { return execute(*connection_, "ROLLBACK TO step"); };
        // The first time may tell of an earlier statement instead, for which nobody has waited.
        if (!undo().ok()) [[maybe_unused]]
            const auto undone = undo();
        [[maybe_unused]] const auto released = execute(*connection_, "RELEASE step");
    });
}

}  // namespace slipway::storage
