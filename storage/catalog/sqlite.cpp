// SQLite behind the two classes of an engine; the only includer of sqlite3.h. A connection belongs to one thread at a
// time, so SQLite's own mutexes are off. Every result code becomes a Fault here and nowhere else.

#include "storage/catalog/sqlite.hpp"

#include "base/unique_fd.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <fcntl.h>
#include <new>
#include <system_error>
#include <utility>

namespace slipway::storage {
namespace {

constexpr int busy_timeout_ms = 10'000;

/// The database holds digests of secrets: nobody but the daemon's user may read it. SQLite gives its -wal and -shm
/// files the mode of the database.
constexpr mode_t database_mode = 0600;

/// How many of its steps SQLite takes before it asks for the time: those of a fraction of a millisecond.
constexpr int steps_between_looks = 10'000;

Fault fault_of(int extended_status) {
    if (extended_status == SQLITE_CONSTRAINT_UNIQUE || extended_status == SQLITE_CONSTRAINT_PRIMARYKEY)
        return Fault::conflict;
    switch (extended_status & 0xff) {
        case SQLITE_FULL: return Fault::storage_full;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return Fault::corrupt;
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return Fault::busy;
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH: return Fault::io;
        default: return Fault::internal;  // a broken constraint, wrong SQL: our mistake
    }
}

/// Makes the file with its mode, because SQLite would use the umask.
Result<> create_private_file(const Path& file) {
    const UniqueFd fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, database_mode));
    if (!fd) return Error(Fault::io, "create " + file.string() + ": " + std::generic_category().message(errno));
    return {};
}

int open_flags(Access access) {
    const int mode = access == Access::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    return mode | SQLITE_OPEN_NOMUTEX;
}

int interrupts(void* limit) { return static_cast<const TimeLimit*>(limit)->is_over() ? 1 : 0; }

}  // namespace

class SqliteConnection::Prepared final : public PreparedStatement {
public:
    Prepared(const SqliteConnection& connection, sqlite3_stmt* statement)
        : connection_(connection), statement_(statement) {}

    void bind_integer(int parameter, std::int64_t value) override {
        keep_first_failure(sqlite3_bind_int64(statement_.get(), parameter, value));
    }
    void bind_null(int parameter) override { keep_first_failure(sqlite3_bind_null(statement_.get(), parameter)); }
    void bind_text(int parameter, std::string_view text) override {
        // A null pointer would be bound as NULL, which an empty string is not. TRANSIENT copies: the value may be a
        // temporary that dies before the statement steps.
        const char* bytes = text.empty() ? "" : text.data();
        keep_first_failure(
            sqlite3_bind_text64(statement_.get(), parameter, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    }
    void bind_bytes(int parameter, ByteView bytes) override {
        const char* data = bytes.empty() ? "" : bytes.data();
        keep_first_failure(sqlite3_bind_blob64(statement_.get(), parameter, data, bytes.size(), SQLITE_TRANSIENT));
    }

    Result<bool> step() override {
        if (status_ != SQLITE_OK) return connection_.failure(status_);
        TRY(connection_.limit_.check());
        const int status = sqlite3_step(statement_.get());
        if (status == SQLITE_ROW) return true;
        if (status == SQLITE_DONE) return false;
        return connection_.failure(status);
    }
    bool is_null(int column) const override { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }
    std::optional<std::int64_t> integer(int column) const override {
        if (sqlite3_column_type(statement_.get(), column) != SQLITE_INTEGER) return std::nullopt;
        return sqlite3_column_int64(statement_.get(), column);
    }
    std::string text(int column) const override {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
        const auto length = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
        return bytes == nullptr ? std::string() : std::string(bytes, length);
    }

    void reset() override {
        sqlite3_reset(statement_.get());
        sqlite3_clear_bindings(statement_.get());
        status_ = SQLITE_OK;
    }

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    void keep_first_failure(int status) {
        if (status_ == SQLITE_OK) status_ = status;
    }

    const SqliteConnection& connection_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
    int status_ = SQLITE_OK;  // the first failure of a bind; reported by step
};

void SqliteConnection::CloseDatabase::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const Path& file, Access access) {
    if (access == Access::create) TRY(create_private_file(file));
    return open(file, open_flags(access));
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open_in_memory() {
    return open(Path(":memory:"),
                SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX);
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open_image(std::shared_ptr<const std::string> image) {
    auto connection = TRY(open_in_memory());
    // It is not written to: it is read only.
    auto* bytes = reinterpret_cast<unsigned char*>(const_cast<char*>(image->data()));
    const auto size = static_cast<sqlite3_int64>(image->size());
    const int status =
        sqlite3_deserialize(connection->database_.get(), "main", bytes, size, size, SQLITE_DESERIALIZE_READONLY);
    connection->image_ = std::move(image);
    if (status != SQLITE_OK) return connection->failure(status);
    return connection;
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(Path file, int flags) {
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(std::move(file)));
    sqlite3* database = nullptr;
    const int status = sqlite3_open_v2(connection->file_.c_str(), &database, flags, nullptr);
    connection->database_.reset(database);  // also after a failure, when it holds the message
    if (database == nullptr) return Error(Fault::io, "open " + connection->file_.string() + ": out of memory");
    sqlite3_extended_result_codes(database, 1);
    if (status != SQLITE_OK && sqlite3_system_errno(database) == ENOENT)
        return Error(Fault::not_found, "open " + connection->file_.string() + ": no such file");
    if (status != SQLITE_OK) return connection->failure(status);
    sqlite3_busy_timeout(database, busy_timeout_ms);
    return connection;
}

/// Statements end before their database.
SqliteConnection::~SqliteConnection() { forget_statements(); }

Error SqliteConnection::failure(int status) const {
    const int extended = sqlite3_extended_errcode(database_.get());
    const int known = (extended & 0xff) == (status & 0xff) ? extended : status;
    if ((known & 0xff) == SQLITE_INTERRUPT) return took_too_long();
    return Error(fault_of(known), file_.string() + ": " + sqlite3_errmsg(database_.get()));
}

Result<std::unique_ptr<PreparedStatement>> SqliteConnection::compile(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    const int status = sqlite3_prepare_v3(database_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (status != SQLITE_OK) return failure(status);
    return std::make_unique<Prepared>(*this, statement);
}

Result<> SqliteConnection::check_transaction() const { return is_rolled_back() ? Result<>(rolled_back()) : Result<>(); }

Result<> SqliteConnection::run_script(const std::string& sql) {
    const int status = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (status != SQLITE_OK) return failure(status);
    return {};
}

void SqliteConnection::limit(const TimeLimit& limit) {
    limit_ = limit;
    sqlite3_progress_handler(database_.get(), steps_between_looks, interrupts, &limit_);
}

std::int64_t SqliteConnection::changes() const { return sqlite3_changes64(database_.get()); }

std::int64_t SqliteConnection::total_changes() const { return sqlite3_total_changes64(database_.get()); }

std::int64_t SqliteConnection::bytes_written() const {
    constexpr int page_size = 4096;  // SQLite's default; the schema does not choose another
    int pages = 0;
    int unused = 0;
    const int status = sqlite3_db_status(database_.get(), SQLITE_DBSTATUS_CACHE_WRITE, &pages, &unused, 0);
    return status == SQLITE_OK ? std::int64_t{pages} * page_size : 0;
}

Result<std::int64_t> SqliteConnection::last_id() {
    const auto last = TRY(find_row(*this,
                                   "SELECT coalesce(max(seq), 0) FROM sqlite_sequence"
                                   " WHERE name IN ('repositories', 'distros', 'channels')",
                                   [](Row& row) { return row.integer(); }));
    return last.value_or(0);
}

Result<std::int64_t> SqliteConnection::reserve_ids(std::size_t count) {
    const auto last = TRY(last_id());
    const auto reserved = last + static_cast<std::int64_t>(count);
    TRY(execute(*this, "UPDATE sqlite_sequence SET seq = ? WHERE name = 'repositories'", reserved));
    if (changes() == 0)  // the first repository's row makes its own
        TRY(execute(*this, "INSERT INTO sqlite_sequence (name, seq) VALUES ('repositories', ?)", reserved));
    return last + 1;
}

Result<> SqliteConnection::begin(Begin how) {
    if (how == Begin::to_write_at_once) sqlite3_busy_timeout(database_.get(), 0);
    auto begun = execute(*this, how == Begin::to_read ? "BEGIN" : "BEGIN IMMEDIATE");
    sqlite3_busy_timeout(database_.get(), busy_timeout_ms);
    begun_ = begun.ok();
    // BEGIN alone waits for the first read to fix what is read; this is it.
    if (begun_ && how == Begin::to_read) return execute(*this, "SELECT count(*) FROM sqlite_schema");
    return begun;
}

/// The frame that commits is the last one written. While the transaction is open, or when the disk had no room for a
/// frame, it was not; after any other failure nobody can tell.
CommitEnd SqliteConnection::commit() {
    if (is_rolled_back()) return {Outcome::undone, rolled_back()};
    const int status = sqlite3_exec(database_.get(), "COMMIT", nullptr, nullptr, nullptr);
    if (status == SQLITE_OK) {
        begun_ = false;
        return {Outcome::durable, {}};
    }
    const bool undone = in_transaction() || (status & 0xff) == SQLITE_FULL;
    return {undone ? Outcome::undone : Outcome::unknown, failure(status)};
}

bool SqliteConnection::roll_back() {
    begun_ = false;
    limit_ = TimeLimit();
    return !in_transaction() || run_script("ROLLBACK").ok();
}

bool SqliteConnection::is_rolled_back() const { return begun_ && !in_transaction(); }

Error SqliteConnection::rolled_back() const {
    return Error(Fault::io, file_.string() + ": the transaction was rolled back by an earlier failure");
}

bool SqliteConnection::in_transaction() const { return sqlite3_get_autocommit(database_.get()) == 0; }

std::string SqliteConnection::image() const {
    sqlite3_int64 size = 0;
    const std::unique_ptr<unsigned char, decltype(&sqlite3_free)> bytes(
        sqlite3_serialize(database_.get(), "main", &size, 0), &sqlite3_free);
    if (!bytes) throw std::bad_alloc();
    return std::string(reinterpret_cast<const char*>(bytes.get()), static_cast<std::size_t>(size));
}

Result<> SqliteConnection::copy_to(SqliteConnection& target) {
    sqlite3_backup* backup = sqlite3_backup_init(target.database_.get(), "main", database_.get(), "main");
    if (backup == nullptr) return target.failure(sqlite3_errcode(target.database_.get()));
    // All pages in one step: a backup in several steps starts again whenever somebody writes in between, and a reader
    // of a WAL database hinders nobody.
    const int status = sqlite3_backup_step(backup, -1);
    const int finished = sqlite3_backup_finish(backup);
    if (finished != SQLITE_OK) return target.failure(finished);
    if (status != SQLITE_DONE) return Error(fault_of(status), target.file_.string() + ": " + sqlite3_errstr(status));
    return {};
}

}  // namespace slipway::storage
