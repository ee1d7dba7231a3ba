#pragma once

#include "base/result.hpp"
#include "base/time_limit.hpp"
#include "storage/catalog/statement.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

namespace slipway::storage {

/// How a transaction begins. Writers wait up to ten seconds for a writer of another process, or do not wait.
enum class Begin : unsigned char { to_read, to_write, to_write_at_once };

/// What became of a transaction that was to be committed.
enum class Outcome : unsigned char {
    durable,
    undone,   // the catalog has nothing of it, and will not have
    unknown,  // this process goes on without it, but a restart may find it in the log (write_ahead_log.hpp)
};
struct CommitEnd {
    Outcome outcome;
    Result<> result;  // ok only if the outcome is durable
};

/// A connection to a database that prepares each statement once. Row functions use only this class, whatever the
/// engine. An engine implements it and PreparedStatement (sqlite.hpp). tests/contracts/connection_contract.hpp tests
/// what it does. One thread at a time. Everything blocks.
class Connection {
public:
    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    virtual ~Connection() = default;

    /// Requires that `sql` is a string literal, because it is the key of the cache.
    Result<Statement> prepare(const char* sql);
    /// Prepares a literal that has a set of at most so many values in it, "(?...)", or of rows, "(VALUES (?, ?)...)".
    Result<Statement> prepare(const char* sql, std::size_t set_size);
    /// Runs statements separated by semicolons, ignoring rows.
    virtual Result<> run_script(const std::string& sql) = 0;

    /// Returns how many rows the last INSERT, UPDATE or DELETE changed.
    virtual std::int64_t changes() const = 0;
    /// Returns how many rows were changed since it was opened. SQLite counts those of triggers and cascades as well.
    virtual std::int64_t total_changes() const = 0;
    /// Returns how many bytes it has written since it was opened, if the database tells.
    virtual std::int64_t bytes_written() const = 0;

    /// Returns the last id of the one sequence that repositories, distros and channels have.
    virtual Result<std::int64_t> last_id() = 0;
    /// Gives the next `count` of them away, and returns the first; taken back with the transaction. Requires an open
    /// transaction that writes.
    virtual Result<std::int64_t> reserve_ids(std::size_t count) = 0;

    /// Limits the time of the next transaction. When it is over, statements fail (busy "took-too-long"), also the
    /// running one.
    virtual void limit(const TimeLimit& limit) = 0;
    /// Begins a transaction, and fixes what it reads. `commit` or `roll_back` ends it. The database may roll it back by
    /// itself before (a full disk, a failed write); from then on statements are refused, because each would be a
    /// transaction of its own. Faults: busy, io.
    virtual Result<> begin(Begin how) = 0;
    /// Ends the transaction, and returns what became of it.
    virtual CommitEnd commit() = 0;
    /// Ends the transaction, if one is open. Returns false if the connection has become unusable.
    virtual bool roll_back() = 0;
    virtual bool in_transaction() const = 0;
    /// The last transaction was undone for the sake of another one that went on at the same time, or with its
    /// connection: done again it may succeed (repeated_write.hpp).
    virtual bool is_worth_repeating() const { return false; }

protected:
    /// Must be called by an engine whose database closes before this class is destroyed.
    void forget_statements() { idle_.clear(); }

private:
    friend class Statement;
    /// Faults: those of a statement that the engine does not accept.
    virtual Result<std::unique_ptr<PreparedStatement>> compile(const char* sql) = 0;
    /// Refuses statements of a transaction that the database has rolled back by itself.
    virtual Result<> check_transaction() const = 0;
    void release(const char* sql, std::unique_ptr<PreparedStatement> prepared);

    std::map<std::pair<std::string_view, std::size_t>, std::string> with_sets_;  // by literal and set size
    // The key is the statement's text, which lives longer.
    std::unordered_map<std::string_view, std::unique_ptr<PreparedStatement>> idle_;
};

/// A part of a transaction that is rolled back as a whole unless released. A row function uses it because its caller
/// may go on with the transaction after a fault.
class Savepoint {
public:
    static Result<Savepoint> begin(Connection& connection);
    Savepoint(Savepoint&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
    Savepoint& operator=(Savepoint&&) = delete;
    ~Savepoint();
    Result<> release() &&;

private:
    explicit Savepoint(Connection& connection) : connection_(&connection) {}
    Connection* connection_;
};

/// Runs a statement that returns no rows.
template <class... Values>
Result<> execute(Connection& connection, const char* sql, const Values&... values) {
    auto statement = TRY(connection.prepare(sql));
    statement.bind(values...);
    TRY(statement.step());
    return {};
}

/// The same of one whose success nobody has to know before the next statement that is waited for: its faults are told
/// there, at the latest by the commit. A database behind a network is sent several of these at once.
template <class... Values>
Result<> execute_later(Connection& connection, const char* sql, const Values&... values) {
    auto statement = TRY(connection.prepare(sql));
    statement.bind(values...);
    return statement.run_later();
}

/// What the next two do.
template <class Read, class... Values>
Result<> visit_rows(Statement& statement, const char* sql, const Read& read, const Values&... values) {
    statement.bind(values...);
    while (TRY(statement.step())) {
        Row row(statement);
        read(row);
        if (row.malformed()) return Error(Fault::corrupt, std::string("the catalog holds a malformed row: ") + sql);
    }
    return {};
}

/// Calls `read(Row&)` for every row. Adds the fault corrupt (a malformed column).
template <class Read, class... Values>
Result<> for_each_row(Connection& connection, const char* sql, const Read& read, const Values&... values) {
    auto statement = TRY(connection.prepare(sql));
    return visit_rows(statement, sql, read, values...);
}

/// The same where rows may be as many as the catalog has of a kind.
template <class Read, class... Values>
Result<> for_each_of_many_rows(Connection& connection, const char* sql, const Read& read, const Values&... values) {
    auto statement = TRY(connection.prepare(sql));
    statement.expect_many();
    return visit_rows(statement, sql, read, values...);
}

/// Returns what `read(Row&)` makes of every row.
template <class Read, class... Values>
auto find_rows(Connection& connection, const char* sql, const Read& read, const Values&... values)
    -> Result<std::vector<std::invoke_result_t<const Read&, Row&>>> {
    std::vector<std::invoke_result_t<const Read&, Row&>> rows;
    TRY(for_each_row(
        connection, sql, [&](Row& row) { rows.push_back(read(row)); }, values...));
    return rows;
}

/// Returns what `read(Row&)` makes of the first row, or nothing if there is none.
template <class Read, class... Values>
auto find_row(Connection& connection, const char* sql, const Read& read, const Values&... values)
    -> Result<std::optional<std::invoke_result_t<const Read&, Row&>>> {
    auto statement = TRY(connection.prepare(sql));
    statement.bind(values...);
    if (!TRY(statement.step())) return std::optional<std::invoke_result_t<const Read&, Row&>>();
    Row row(statement);
    std::optional<std::invoke_result_t<const Read&, Row&>> found = read(row);
    if (row.malformed()) return Error(Fault::corrupt, std::string("the catalog holds a malformed row: ") + sql);
    return found;
}

/// The sizes of sets for which statements are prepared. They are few, so that few statements are cached.
inline constexpr std::array<std::size_t, 5> set_sizes = {1, 4, 16, 64, 256};

/// Calls `read(Row&)` for every row that a value of the set selects, in no order. `sql` names the set as "IN (?...)",
/// or as a table "(VALUES (?, ?)...)" if its values are tuples. The set stands behind the other parameters, which are
/// `values`. A large set is split into several queries. Adds the fault corrupt (a malformed column).
template <class Value, class Read, class... Values>
Result<> for_each_row_of_set(Connection& connection, const char* sql, std::span<const Value> set, const Read& read,
                             const Values&... values) {
    while (!set.empty()) {
        const auto part = set.first(std::min(set.size(), set_sizes.back()));
        set = set.subspan(part.size());
        auto statement = TRY(connection.prepare(sql, *std::ranges::lower_bound(set_sizes, part.size())));
        statement.bind(values...);
        statement.bind_set(part);
        while (TRY(statement.step())) {
            Row row(statement);
            read(row);
            if (row.malformed()) return Error(Fault::corrupt, std::string("the catalog holds a malformed row: ") + sql);
        }
    }
    return {};
}

/// Runs an INSERT of one row that ends with "RETURNING id", and returns the id.
template <class... Values>
Result<std::int64_t> insert_row(Connection& connection, const char* sql, const Values&... values) {
    auto statement = TRY(connection.prepare(sql));
    statement.bind(values...);
    if (!TRY(statement.step())) return Error(Fault::internal, std::string("no row was inserted: ") + sql);
    const auto id = Row(statement).integer();
    TRY(statement.step());  // foreign keys are checked at its end
    return id;
}

}  // namespace slipway::storage
