#pragma once

#include "base/result.hpp"
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

/// How a transaction begins: writers wait up to ten seconds for one of another process, or not at all.
enum class Begin : unsigned char { to_read, to_write, to_write_at_once };

/// What became of a transaction that was to be committed.
enum class Outcome : unsigned char {
    durable,
    undone,   // nothing of it is in the catalog, nor will be
    unknown,  // this process goes on without it, but a restart may find it in the log (write_ahead_log.hpp)
};
struct CommitEnd {
    Outcome outcome;
    Result<> result;  // ok exactly if it is durable
};

/// A connection to a database, with its statements prepared once. What row functions ask it through stands above it and
/// is the same for every engine: an engine implements this class and PreparedStatement (sqlite.hpp). What it does is
/// tested by tests/contracts/connection_contract.hpp. One thread at a time. Everything blocks.
class Connection {
public:
    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    virtual ~Connection() = default;

    /// `sql` is a string literal: it is the key of the cache.
    Result<Statement> prepare(const char* sql);
    /// The same of a literal with a set in it, of at most so many values, "(?...)", or rows, "(VALUES (?, ?)...)".
    Result<Statement> prepare(const char* sql, std::size_t set_size);
    /// Runs statements separated by semicolons, ignoring rows.
    virtual Result<> run_script(const std::string& sql) = 0;

    /// Rows that the last INSERT, UPDATE or DELETE changed.
    virtual std::int64_t changes() const = 0;

    /// Begins a transaction; until it is ended by one of the next two, statements are refused as soon as the database
    /// has rolled it back by itself (a full disk, a failed write): each would be a transaction of its own. Faults:
    /// busy, io.
    virtual Result<> begin(Begin how) = 0;
    /// Ends the transaction, and says what became of it.
    virtual CommitEnd commit() = 0;
    /// Ends the transaction, if one is open; false: the connection has become unusable.
    virtual bool roll_back() = 0;
    virtual bool in_transaction() const = 0;

protected:
    /// For an engine that ends before its connection's memory does.
    void forget_statements() { idle_.clear(); }

private:
    friend class Statement;
    /// Faults: those of a statement that the engine does not take.
    virtual Result<std::unique_ptr<PreparedStatement>> compile(const char* sql) = 0;
    /// Refuses statements of a transaction that the database has rolled back by itself.
    virtual Result<> check_transaction() const = 0;
    void give_back(const char* sql, std::unique_ptr<PreparedStatement> prepared);

    std::map<std::pair<std::string_view, std::size_t>, std::string> with_sets_;  // by literal and size of the set
    // By their text, which lives longer.
    std::unordered_map<std::string_view, std::unique_ptr<PreparedStatement>> idle_;
};

/// A part of a transaction that is taken back as a whole unless released: what a row function wrote before it failed
/// must not stay, because its caller may go on with the transaction.
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

/// Calls `read(Row&)` for every row. Faults of its own: corrupt (a malformed column).
template <class Read, class... Values>
Result<> for_each_row(Connection& connection, const char* sql, const Read& read, const Values&... values) {
    auto statement = TRY(connection.prepare(sql));
    statement.bind(values...);
    while (TRY(statement.step())) {
        Row row(statement);
        read(row);
        if (row.malformed()) return Error(Fault::corrupt, std::string("the catalog holds a malformed row: ") + sql);
    }
    return {};
}

/// The rows as `read(Row&)` makes them.
template <class Read, class... Values>
auto find_rows(Connection& connection, const char* sql, const Read& read, const Values&... values)
    -> Result<std::vector<std::invoke_result_t<const Read&, Row&>>> {
    std::vector<std::invoke_result_t<const Read&, Row&>> rows;
    TRY(for_each_row(
        connection, sql, [&](Row& row) { rows.push_back(read(row)); }, values...));
    return rows;
}

/// The first row as `read(Row&)` makes it, or nothing.
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

/// The sizes of sets that statements are prepared for: a few, so that few statements are kept.
inline constexpr std::array<std::size_t, 5> set_sizes = {1, 4, 16, 64, 256};

/// Calls `read(Row&)` for every row that a value of the set selects; rows come in no order. `sql` names the set as
/// "IN (?...)", or as a table "(VALUES (?, ?)...)" where its values are tuples, behind its other parameters, which are
/// `values`. A large set is asked for in parts. Faults of its own: corrupt (a malformed column).
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

/// Runs an INSERT of one row that ends with "RETURNING id", and gives the id.
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
