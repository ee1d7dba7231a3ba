// The catalog's connections: one that writes, behind a lock, and a pool of those that read. In WAL mode readers see
// the state of their beginning and never wait for the writer, nor it for them.

#include "storage/catalog/sqlite_catalog.hpp"

#include "base/job_guard.hpp"
#include "storage/catalog/connection_pool.hpp"
#include "storage/catalog/events.hpp"
#include "storage/catalog/memory_connection_pool.hpp"
#include "storage/catalog/migrations.hpp"
#include "storage/catalog/write_ahead_log.hpp"

#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <vector>

namespace slipway::storage {
namespace {

struct Observers {
    std::function<void(const EventRow&)> event;
    Catalog::UnknownOutcomeObserver unknown_outcome;
};

}  // namespace

struct SqliteCatalog::State {
    State(std::unique_ptr<ConnectionPool> pool, OpenMode open_mode) : connections(std::move(pool)), mode(open_mode) {}

    std::unique_ptr<ConnectionPool> connections;
    OpenMode mode;
    Observers observers;
};

/// A connection on loan. Going back it is rolled back unless the transaction was committed before.
class SqliteCatalog::Lease final : public ReadTransaction::Body {
public:
    enum class Use : unsigned char { reading, writing };

    Lease(State& catalog, Use use) : pool_(*catalog.connections), observers_(catalog.observers), use_(use) {}
    ~Lease() override {
        if (!connection_) return;  // there was none
        bool rolled_back = false;
        const JobGuard guard;  // a destructor must not throw
        guard.run("rolling back", [&] { rolled_back = connection_->roll_back(); });
        if (!rolled_back) connection_.reset();  // closing it ends the transaction
        guard.run("giving a connection back", [&] { release(); });
    }

    /// The lease exists before the connection is taken, so that want of memory cannot lose a taken connection and leave
    /// the writers waiting for ever.
    Result<> begin_reading(Result<std::unique_ptr<SqliteConnection>> taken, const TimeLimit& limit) {
        connection_ = TRY(std::move(taken));
        connection_->limit(limit);
        return connection_->begin(Begin::to_read);
    }
    Result<> begin_writing(Result<std::unique_ptr<SqliteConnection>> taken) {
        connection_ = TRY(std::move(taken));
        rows_before_ = connection_->total_changes();
        bytes_before_ = connection_->bytes_written();
        return connection_->begin(Begin::to_write);
    }

    Connection& connection() override { return *connection_; }
    Result<> commit() override;
    void record_event(EventRow event) override { events_.push_back(std::move(event)); }
    const std::vector<EventRow>& recorded_events() const override { return events_; }

private:
    void release() {
        if (use_ == Use::reading) return pool_.release_reader(std::move(connection_));
        pool_.release_writer(std::move(connection_));
    }
    void resolve_unknown(const Error& failed);

    ConnectionPool& pool_;
    const Observers& observers_;
    const Use use_;
    std::unique_ptr<SqliteConnection> connection_;
    std::int64_t rows_before_ = 0;
    std::int64_t bytes_before_ = 0;
    std::vector<EventRow> events_;  // appended so far
};

namespace {

Result<> copy_to_file(SqliteConnection& source, const Path& to) {
    const auto target = TRY(SqliteConnection::open(to, Access::create));
    TRY(source.copy_to(*target));
    // The copy says of itself that it uses a WAL; without one it is whole in a single file.
    return target->run_script("PRAGMA journal_mode = DELETE");
}

Result<> copy_database(ConnectionPool& pool, const Path& to) {
    auto source = TRY(pool.take_reader());
    auto copied = copy_to_file(*source, to);
    pool.release_reader(std::move(source));
    return copied;
}

}  // namespace

Result<> SqliteCatalog::Lease::commit() {
    auto [outcome, committed] = connection_->commit();
    if (outcome == Outcome::unknown) resolve_unknown(committed.error());
    TRY(std::move(committed).during("committing to the catalog"));
    pool_.record_commit(*connection_);
    pool_.count_written(connection_->total_changes() - rows_before_, connection_->bytes_written() - bytes_before_);
    if (observers_.event)
        for (const auto& event : events_) observers_.event(event);
    return {};
}

/// What a commit that failed leaves open is settled: when this returns, it has not happened.
void SqliteCatalog::Lease::resolve_unknown(const Error& failed) {
    const auto withdrawn = withdraw_commit(*connection_, pool_.file());
    if (withdrawn.ok()) return pool_.count_withdrawn();
    const Error reason(failed.fault(), failed.message() + "; and withdrawing it: " + withdrawn.error().message());
    if (observers_.unknown_outcome)
        observers_.unknown_outcome(reason, events_);
    else
        std::fprintf(stderr, "slipwayd: whether a commit happened cannot be known: %s\n", reason.message().c_str());
    // Not even destructors may run: they answer who still waits.
    std::_Exit(exit_unknown_outcome);
}

SqliteCatalog::SqliteCatalog(std::unique_ptr<State> state) : state_(std::move(state)) {}
SqliteCatalog::~SqliteCatalog() = default;

Result<std::unique_ptr<Catalog>> SqliteCatalog::open(const Path& file, OpenMode mode) {
    auto state = std::make_unique<State>(std::make_unique<ConnectionPool>(file), mode);
    if (mode == OpenMode::read_only) {
        auto reader = TRY(connect(file, Access::read_only));
        TRY(check_schema(*reader));
        state->connections->release_reader(std::move(reader));
    } else {
        auto writer = TRY(connect(file, Access::create));
        // Asked before WAL is switched on, so that a file of another program is refused unchanged.
        TRY(schema_version(*writer));
        if (mode == OpenMode::as_it_is) TRY(check_schema(*writer));
        TRY(writer->run_script("PRAGMA journal_mode = WAL"));
        TRY(secure_log(*writer, file).during("making the catalog's log durable"));
        TRY(migrate(*writer));
        state->connections->release_writer(std::move(writer));
    }
    return std::unique_ptr<Catalog>(new SqliteCatalog(std::move(state)));
}

Result<std::unique_ptr<Catalog>> SqliteCatalog::in_memory() {
    auto state = std::make_unique<State>(std::make_unique<MemoryConnectionPool>(), OpenMode::create_or_migrate);
    auto writer = TRY(state->connections->take_writer());
    TRY(migrate(*writer));
    state->connections->record_commit(*writer);
    state->connections->release_writer(std::move(writer));
    return std::unique_ptr<Catalog>(new SqliteCatalog(std::move(state)));
}

Result<ReadTransaction> SqliteCatalog::read(const TimeLimit& limit) const {
    auto lease = std::make_unique<Lease>(*state_, Lease::Use::reading);
    TRY(lease->begin_reading(state_->connections->take_reader(), limit));
    // BEGIN alone waits for the first read to fix the snapshot; this is it.
    TRY(execute(lease->connection(), "SELECT count(*) FROM sqlite_schema"));
    return ReadTransaction(std::move(lease));
}

Result<WriteTransaction> SqliteCatalog::write() {
    ConnectionPool& pool = *state_->connections;
    if (state_->mode == OpenMode::read_only)
        return Error(Fault::unsupported, pool.file().string() + " was opened to be read only");
    auto lease = std::make_unique<Lease>(*state_, Lease::Use::writing);
    TRY(lease->begin_writing(pool.take_writer()));
    return WriteTransaction(std::move(lease));
}

void SqliteCatalog::observe_events(std::function<void(const EventRow&)> observer) {
    state_->observers.event = std::move(observer);
}

void SqliteCatalog::observe_unknown_outcome(UnknownOutcomeObserver observer) {
    state_->observers.unknown_outcome = std::move(observer);
}

Catalog::WriteCounts SqliteCatalog::write_counts() const {
    const ConnectionPool& pool = *state_->connections;
    return {pool.rows_written(), pool.bytes_written(), pool.withdrawn()};
}

Result<> SqliteCatalog::fold_log() {
    ConnectionPool& pool = *state_->connections;
    auto connection = TRY(pool.take_writer());
    const auto one_integer = [](Row& row) { return row.integer(); };
    // The first column says whether somebody kept it from finishing.
    const auto blocked = find_row(*connection, "PRAGMA wal_checkpoint(TRUNCATE)", one_integer);
    pool.release_writer(std::move(connection));
    if (!blocked.ok()) return blocked.error();
    if (blocked->value_or(0) == 0) return {};
    return Error(Fault::busy, pool.file().string() + ": another process uses the catalog; its log stays beside it");
}

Result<> SqliteCatalog::copy_to(const Path& file) const {
    std::error_code error;
    const bool present = std::filesystem::exists(file, error);
    if (error) return Error(Fault::io, "stat " + file.string() + ": " + error.message());
    if (present) return Error(Fault::conflict, file.string() + " exists already");
    auto copied = copy_database(*state_->connections, file);
    // A part of a copy must not be taken for one. That removing it may fail too changes nothing for the caller.
    if (!copied.ok()) std::filesystem::remove(file, error);
    return copied;
}

Result<> SqliteCatalog::check() const {
    const auto transaction = TRY(read());
    std::string findings;
    const auto collect = [&](Row& row) {
        const std::string line = row.text();
        if (line != "ok") findings += (findings.empty() ? "" : "; ") + line;
    };
    const auto collect_reference = [&](Row& row) {
        findings += (findings.empty() ? "" : "; ") + row.text() + " refers to a row that does not exist";
    };
    TRY(for_each_row(transaction.connection(), "PRAGMA integrity_check", collect));
    TRY(for_each_row(transaction.connection(), "PRAGMA foreign_key_check", collect_reference));
    if (!findings.empty()) return Error(Fault::corrupt, state_->connections->file().string() + ": " + findings);
    return {};
}

}  // namespace slipway::storage
