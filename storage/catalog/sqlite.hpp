#pragma once

#include "base/checksum.hpp"
#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/files/file_system.hpp"
#include "base/result.hpp"
#include "base/time_limit.hpp"

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace slipway::storage {

class Connection;

/// Bytes to be bound as a BLOB instead of as TEXT.
struct Blob {
    ByteView bytes;
};

struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const;
};
using StatementHandle = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

/// One use of a prepared statement. Values are bound from the first on, rows then read by `step`; at the end it is
/// reset and goes back to its connection, which must outlive it.
class Statement {
public:
    Statement(Connection& connection, const char* sql, StatementHandle handle)
        : connection_(&connection), sql_(sql), handle_(std::move(handle)) {}
    Statement(Statement&&) noexcept = default;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    template <class... Values>
    void bind(const Values&... values) {
        (bind_next(values), ...);
    }

    /// True: there is a row. False: the end. Blocks. Faults: storage_full, corrupt, busy, conflict (a unique value
    /// exists already), io, internal.
    Result<bool> step();

private:
    friend class Row;
    template <std::integral Integer>
    void bind_next(Integer value) {
        bind_integer(static_cast<std::int64_t>(value));
    }
    void bind_next(std::string_view text);
    void bind_next(const std::string& text) { bind_next(std::string_view(text)); }
    void bind_next(const char* text) { bind_next(std::string_view(text)); }
    void bind_next(Blob blob);
    void bind_next(const Sha256& digest) { bind_next(Blob{digest.raw()}); }
    void bind_next(const Checksum& checksum) { bind_next(Blob{checksum.raw()}); }
    void bind_next(Seconds time) { bind_integer(time.time_since_epoch().count()); }
    template <class Value>
    void bind_next(const std::optional<Value>& value) {
        if (value) return bind_next(*value);
        bind_null();
    }
    void bind_integer(std::int64_t value);
    void bind_null();
    void note(int status);

    Connection* connection_;
    const char* sql_;
    StatementHandle handle_;
    int bound_ = 0;
    int status_ = 0;  // the first failure of a bind; reported by step
};

/// The columns of the row a statement stands on, read one after another from the left.
class Row {
public:
    explicit Row(const Statement& statement) : statement_(statement.handle_.get()) {}

    std::int64_t integer();
    template <std::unsigned_integral Unsigned>
    Unsigned natural() {
        return static_cast<Unsigned>(integer());
    }
    template <std::unsigned_integral Unsigned>
    std::optional<Unsigned> optional_natural() {
        if (skip_null()) return std::nullopt;
        return natural<Unsigned>();
    }
    bool boolean() { return integer() != 0; }
    /// TEXT or BLOB.
    std::string text();
    Sha256 digest();
    Seconds time() { return Seconds(std::chrono::seconds(integer())); }
    std::optional<Sha256> optional_digest();
    std::optional<Checksum> optional_checksum();
    std::optional<Seconds> optional_time();

    /// A column did not hold what it must: the database is damaged.
    bool malformed() const { return malformed_; }

private:
    bool skip_null();

    sqlite3_stmt* statement_;
    int column_ = 0;
    bool malformed_ = false;
};

enum class Access : unsigned char { read_only, read_write, create };

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

/// A connection to a database file, with its statements prepared once. One thread at a time. Everything blocks.
class Connection {
public:
    /// Waits up to ten seconds for other processes in every later call. Faults: not_found, corrupt, busy, io.
    static Result<std::unique_ptr<Connection>> open(const Path& file, Access access);
    ~Connection();

    /// `sql` is a string literal: it is the key of the cache.
    Result<Statement> prepare(const char* sql);
    /// Runs statements separated by semicolons, ignoring rows.
    Result<> run_script(const std::string& sql);

    /// Limits the time of the next transaction: when it is over, statements fail (busy "took-too-long"), also the one
    /// that is running.
    void limit(const TimeLimit& limit);

    std::int64_t last_insert_id() const;
    /// Rows that the last INSERT, UPDATE or DELETE changed.
    std::int64_t changes() const;
    /// Rows changed since it was opened, those of triggers and cascades included.
    std::int64_t total_changes() const;
    /// Bytes of pages that it has written since it was opened.
    std::int64_t bytes_written() const;

    /// Begins a transaction; until it is ended by one of the next two, statements are refused as soon as SQLite has
    /// rolled it back by itself (a full disk, a failed write): each would be a transaction of its own. Faults: busy,
    /// io.
    Result<> begin(Begin how);
    /// Ends the transaction, and says what became of it.
    CommitEnd commit();
    /// Ends the transaction, if one is open; false: the connection has become unusable.
    bool roll_back();
    bool in_transaction() const;

    /// A consistent copy of the whole database (SQLite's backup API) into `target`, which is overwritten.
    Result<> copy_to(Connection& target);

private:
    friend class Statement;
    struct CloseDatabase {
        void operator()(sqlite3* database) const;
    };

    explicit Connection(Path file) : file_(std::move(file)) {}
    Error failure(int status) const;
    /// SQLite has ended the transaction that was begun.
    bool is_rolled_back() const;
    Error rolled_back() const;
    void give_back(const char* sql, StatementHandle handle);

    Path file_;
    TimeLimit limit_;  // before the database, which asks for it
    std::unique_ptr<sqlite3, CloseDatabase> database_;
    bool begun_ = false;
    std::unordered_map<std::string_view, StatementHandle> idle_;  // destroyed before the database they belong to
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

}  // namespace slipway::storage
