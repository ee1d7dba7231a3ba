// SQLite behind five small types; the only includer of sqlite3.h. A connection belongs to one thread at a time, so
// SQLite's own mutexes are off. Every result code becomes a Fault here and nowhere else.

#include "storage/catalog/sqlite.hpp"

#include "base/job_guard.hpp"
#include "base/unique_fd.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <utility>

namespace slipway::storage {
namespace {

constexpr int busy_timeout_ms = 10'000;

/// The database holds digests of secrets: nobody but the daemon's user may read it. SQLite gives its -wal and -shm
/// files the mode of the database.
constexpr mode_t database_mode = 0600;

/// How many prepared statements a connection keeps: more than the program has, so a bound against mistakes only.
constexpr std::size_t idle_statement_limit = 256;

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

void FinalizeStatement::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Statement::~Statement() {
    if (!handle_) return;
    sqlite3_reset(handle_.get());
    sqlite3_clear_bindings(handle_.get());
    connection_->give_back(sql_, std::move(handle_));
}

void Statement::note(int status) {
    if (status_ == SQLITE_OK) status_ = status;
}

void Statement::bind_integer(std::int64_t value) { note(sqlite3_bind_int64(handle_.get(), ++bound_, value)); }

void Statement::bind_null() { note(sqlite3_bind_null(handle_.get(), ++bound_)); }

void Statement::bind_next(std::string_view text) {
    // A null pointer would be bound as NULL, which an empty string is not. TRANSIENT copies: the value may be a
    // temporary that dies before the statement steps.
    const char* bytes = text.empty() ? "" : text.data();
    note(sqlite3_bind_text64(handle_.get(), ++bound_, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind_next(Blob blob) {
    const char* bytes = blob.bytes.empty() ? "" : blob.bytes.data();
    note(sqlite3_bind_blob64(handle_.get(), ++bound_, bytes, blob.bytes.size(), SQLITE_TRANSIENT));
}

Result<bool> Statement::step() {
    if (status_ != SQLITE_OK) return connection_->failure(status_);
    TRY(connection_->limit_.check());
    const int status = sqlite3_step(handle_.get());
    if (status == SQLITE_ROW) return true;
    if (status == SQLITE_DONE) return false;
    return connection_->failure(status);
}

std::int64_t Row::integer() {
    if (sqlite3_column_type(statement_, column_) != SQLITE_INTEGER) malformed_ = true;
    return sqlite3_column_int64(statement_, column_++);
}

std::string Row::text() {
    if (sqlite3_column_type(statement_, column_) == SQLITE_NULL) malformed_ = true;
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column_));
    const auto length = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column_++));
    return bytes == nullptr ? std::string() : std::string(bytes, length);
}

Sha256 Row::digest() {
    const auto digest = Sha256::from_raw(text());
    if (!digest) malformed_ = true;
    return digest.value_or(Sha256{});
}

bool Row::skip_null() {
    if (sqlite3_column_type(statement_, column_) != SQLITE_NULL) return false;
    ++column_;
    return true;
}

std::optional<Checksum> Row::optional_checksum() {
    if (skip_null()) return std::nullopt;
    const auto checksum = Checksum::from_raw(text());
    if (!checksum) malformed_ = true;
    return checksum;
}

std::optional<Sha256> Row::optional_digest() {
    if (skip_null()) return std::nullopt;
    return digest();
}

std::optional<Seconds> Row::optional_time() {
    if (skip_null()) return std::nullopt;
    return time();
}

void Connection::CloseDatabase::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Result<std::unique_ptr<Connection>> Connection::open(const Path& file, Access access) {
    if (access == Access::create) TRY(create_private_file(file));
    std::unique_ptr<Connection> connection(new Connection(file));
    sqlite3* database = nullptr;
    const int status = sqlite3_open_v2(file.c_str(), &database, open_flags(access), nullptr);
    connection->database_.reset(database);  // also after a failure, when it holds the message
    if (database == nullptr) return Error(Fault::io, "open " + file.string() + ": out of memory");
    sqlite3_extended_result_codes(database, 1);
    if (status != SQLITE_OK && sqlite3_system_errno(database) == ENOENT)
        return Error(Fault::not_found, "open " + file.string() + ": no such file");
    if (status != SQLITE_OK) return connection->failure(status);
    sqlite3_busy_timeout(database, busy_timeout_ms);
    return connection;
}

Connection::~Connection() = default;

Error Connection::failure(int status) const {
    const int extended = sqlite3_extended_errcode(database_.get());
    const int known = (extended & 0xff) == (status & 0xff) ? extended : status;
    if ((known & 0xff) == SQLITE_INTERRUPT) return took_too_long();
    return Error(fault_of(known), file_.string() + ": " + sqlite3_errmsg(database_.get()));
}

Result<Statement> Connection::prepare(const char* sql) {
    if (is_rolled_back()) return rolled_back();
    if (auto idle = idle_.extract(std::string_view(sql))) return Statement(*this, sql, std::move(idle.mapped()));
    sqlite3_stmt* statement = nullptr;
    const int status = sqlite3_prepare_v3(database_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (status != SQLITE_OK) return failure(status);
    return Statement(*this, sql, StatementHandle(statement));
}

void Connection::give_back(const char* sql, StatementHandle handle) {
    if (idle_.size() < idle_statement_limit) idle_.emplace(sql, std::move(handle));
}

Result<> Connection::run_script(const std::string& sql) {
    const int status = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (status != SQLITE_OK) return failure(status);
    return {};
}

void Connection::limit(const TimeLimit& limit) {
    limit_ = limit;
    sqlite3_progress_handler(database_.get(), steps_between_looks, interrupts, &limit_);
}

std::int64_t Connection::last_insert_id() const { return sqlite3_last_insert_rowid(database_.get()); }

std::int64_t Connection::changes() const { return sqlite3_changes64(database_.get()); }

std::int64_t Connection::total_changes() const { return sqlite3_total_changes64(database_.get()); }

std::int64_t Connection::bytes_written() const {
    constexpr int page_size = 4096;  // SQLite's default; the schema does not choose another
    int pages = 0;
    int unused = 0;
    const int status = sqlite3_db_status(database_.get(), SQLITE_DBSTATUS_CACHE_WRITE, &pages, &unused, 0);
    return status == SQLITE_OK ? std::int64_t{pages} * page_size : 0;
}

Result<> Connection::begin(Begin how) {
    if (how == Begin::to_write_at_once) sqlite3_busy_timeout(database_.get(), 0);
    auto begun = execute(*this, how == Begin::to_read ? "BEGIN" : "BEGIN IMMEDIATE");
    sqlite3_busy_timeout(database_.get(), busy_timeout_ms);
    begun_ = begun.ok();
    return begun;
}

/// The frame that commits is the last one written. While the transaction is open, or when the disk had no room for a
/// frame, it was not; after any other failure nobody can tell.
CommitEnd Connection::commit() {
    if (is_rolled_back()) return {Outcome::undone, rolled_back()};
    const int status = sqlite3_exec(database_.get(), "COMMIT", nullptr, nullptr, nullptr);
    if (status == SQLITE_OK) {
        begun_ = false;
        return {Outcome::durable, {}};
    }
    const bool undone = in_transaction() || (status & 0xff) == SQLITE_FULL;
    return {undone ? Outcome::undone : Outcome::unknown, failure(status)};
}

bool Connection::roll_back() {
    begun_ = false;
    limit_ = TimeLimit();
    return !in_transaction() || run_script("ROLLBACK").ok();
}

bool Connection::is_rolled_back() const { return begun_ && !in_transaction(); }

Error Connection::rolled_back() const {
    return Error(Fault::io, file_.string() + ": the transaction was rolled back by an earlier failure");
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(database_.get()) == 0; }

Result<> Connection::copy_to(Connection& target) {
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

Result<Savepoint> Savepoint::begin(Connection& connection) {
    TRY(execute(connection, "SAVEPOINT step"));
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
        [[maybe_unused]] const auto undone = execute(*connection_, "ROLLBACK TO step");
        [[maybe_unused]] const auto released = execute(*connection_, "RELEASE step");
    });
}

}  // namespace slipway::storage
