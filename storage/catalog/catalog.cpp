// The catalog's connections: one that writes, behind a lock, and a pool of those that read. In WAL mode readers see
// the state of their beginning and never wait for the writer, nor it for them.

#include "storage/catalog/catalog.hpp"

#include "base/job_guard.hpp"
#include "storage/catalog/connection_pool.hpp"
#include "storage/catalog/events.hpp"
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

struct Catalog::State {
    State(const Path& file, OpenMode open_mode) : connections(file), mode(open_mode) {}

    ConnectionPool connections;
    OpenMode mode;
    Observers observers;
};

/// A connection on loan. Going back it is rolled back unless the transaction was committed before.
struct ReadTransaction::State {
    using GiveBack = void (ConnectionPool::*)(std::unique_ptr<Connection>);

    State(ConnectionPool& owner, GiveBack way_back) : pool(owner), give_back(way_back) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    /// The state is there first, so that no want of memory can lose a connection that was taken: whoever waits to
    /// write would wait for ever.
    Result<> lease(Result<std::unique_ptr<Connection>> taken) {
        connection = TRY(std::move(taken));
        rows_before = connection->total_changes();
        bytes_before = connection->bytes_written();
        return {};
    }
    /// What a commit that failed leaves open is settled: when this returns, it has not happened.
    void settle(const Error& failed);
    ~State() {
        if (!connection) return;  // there was none
        bool rolled_back = false;
        const JobGuard guard;  // a destructor must not throw
        guard.run("rolling back", [&] { rolled_back = connection->roll_back(); });
        if (!rolled_back) connection.reset();  // closing it ends the transaction
        guard.run("giving a connection back", [&] { (pool.*give_back)(std::move(connection)); });
    }

    ConnectionPool& pool;
    GiveBack give_back;
    std::unique_ptr<Connection> connection{};
    std::int64_t rows_before = 0;
    std::int64_t bytes_before = 0;
    const Observers* observers = nullptr;
    std::vector<EventRow> events{};  // appended so far
};

namespace {

Result<> copy_database(const Path& from, const Path& to) {
    const auto source = TRY(connect(from, Access::read_only));
    const auto target = TRY(Connection::open(to, Access::create));
    TRY(source->copy_to(*target));
    // The copy says of itself that it uses a WAL; without one it is whole in a single file.
    return target->run_script("PRAGMA journal_mode = DELETE");
}

}  // namespace

ReadTransaction::ReadTransaction(std::unique_ptr<State> state) : state_(std::move(state)) {}
ReadTransaction::ReadTransaction(ReadTransaction&&) noexcept = default;
ReadTransaction& ReadTransaction::operator=(ReadTransaction&&) noexcept = default;
ReadTransaction::~ReadTransaction() = default;

Connection& ReadTransaction::connection() const { return *state_->connection; }

Result<> WriteTransaction::commit() && {
    const auto state = std::move(state_);  // ends the transaction in any case
    auto [outcome, committed] = state->connection->commit();
    if (outcome == Outcome::unknown) state->settle(committed.error());
    TRY(std::move(committed).during("committing to the catalog"));
    state->pool.count_written(state->connection->total_changes() - state->rows_before,
                              state->connection->bytes_written() - state->bytes_before);
    if (state->observers->event)
        for (const auto& event : state->events) state->observers->event(event);
    return {};
}

void ReadTransaction::State::settle(const Error& failed) {
    const auto withdrawn = withdraw_commit(*connection, pool.file());
    if (withdrawn.ok()) return pool.count_withdrawn();
    const Error reason(failed.fault(), failed.message() + "; and withdrawing it: " + withdrawn.error().message());
    if (observers->unknown_outcome)
        observers->unknown_outcome(reason, events);
    else
        std::fprintf(stderr, "slipwayd: whether a commit happened cannot be known: %s\n", reason.message().c_str());
    // Not even destructors may run: they answer who still waits.
    std::_Exit(Catalog::exit_unknown_outcome);
}

void WriteTransaction::note_event(EventRow event) { state_->events.push_back(std::move(event)); }

const std::vector<EventRow>& WriteTransaction::noted_events() const { return state_->events; }

Catalog::Catalog(std::unique_ptr<State> state) : state_(std::move(state)) {}
Catalog::~Catalog() = default;

Result<std::unique_ptr<Catalog>> Catalog::open(const Path& file, OpenMode mode) {
    auto state = std::make_unique<State>(file, mode);
    if (mode == OpenMode::read_only) {
        auto reader = TRY(connect(file, Access::read_only));
        TRY(check_schema(*reader));
        state->connections.give_back_reader(std::move(reader));
    } else {
        auto writer = TRY(connect(file, Access::create));
        // Asked before WAL is switched on, so that a file of another program is refused unchanged.
        TRY(schema_version(*writer));
        if (mode == OpenMode::as_it_is) TRY(check_schema(*writer));
        TRY(writer->run_script("PRAGMA journal_mode = WAL"));
        TRY(secure_log(*writer, file).during("making the catalog's log durable"));
        TRY(migrate(*writer));
        state->connections.give_back_writer(std::move(writer));
    }
    return std::unique_ptr<Catalog>(new Catalog(std::move(state)));
}

Result<ReadTransaction> Catalog::read(const TimeLimit& limit) const {
    ConnectionPool& pool = state_->connections;
    ReadTransaction transaction(std::make_unique<ReadTransaction::State>(pool, &ConnectionPool::give_back_reader));
    TRY(transaction.state_->lease(pool.take_reader()));
    transaction.connection().limit(limit);
    TRY(transaction.connection().begin(Begin::to_read));
    // BEGIN alone waits for the first read to fix the snapshot; this is it.
    TRY(execute(transaction.connection(), "SELECT count(*) FROM sqlite_schema"));
    return transaction;
}

Result<WriteTransaction> Catalog::write() {
    ConnectionPool& pool = state_->connections;
    if (state_->mode == OpenMode::read_only)
        return Error(Fault::unsupported, pool.file().string() + " was opened to be read only");
    WriteTransaction transaction(std::make_unique<ReadTransaction::State>(pool, &ConnectionPool::give_back_writer));
    TRY(transaction.state_->lease(pool.take_writer()));
    transaction.state_->observers = &state_->observers;
    TRY(transaction.connection().begin(Begin::to_write));
    return transaction;
}

void Catalog::observe_events(std::function<void(const EventRow&)> observer) {
    state_->observers.event = std::move(observer);
}

void Catalog::observe_unknown_outcome(UnknownOutcomeObserver observer) {
    state_->observers.unknown_outcome = std::move(observer);
}

Catalog::WriteCounts Catalog::write_counts() const {
    const ConnectionPool& pool = state_->connections;
    return {pool.rows_written(), pool.bytes_written(), pool.withdrawn()};
}

Result<> Catalog::fold_log() {
    ConnectionPool& pool = state_->connections;
    auto connection = TRY(pool.take_writer());
    const auto one_integer = [](Row& row) { return row.integer(); };
    // The first column says whether somebody kept it from finishing.
    const auto blocked = find_row(*connection, "PRAGMA wal_checkpoint(TRUNCATE)", one_integer);
    pool.give_back_writer(std::move(connection));
    if (!blocked.ok()) return blocked.error();
    if (blocked->value_or(0) == 0) return {};
    return Error(Fault::busy, pool.file().string() + ": another process uses the catalog; its log stays beside it");
}

Result<> Catalog::copy_to(const Path& file) const {
    std::error_code error;
    const bool present = std::filesystem::exists(file, error);
    if (error) return Error(Fault::io, "stat " + file.string() + ": " + error.message());
    if (present) return Error(Fault::conflict, file.string() + " exists already");
    auto copied = copy_database(state_->connections.file(), file);
    // A part of a copy must not be taken for one. That removing it may fail too changes nothing for the caller.
    if (!copied.ok()) std::filesystem::remove(file, error);
    return copied;
}

Result<> Catalog::check() const {
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
    if (!findings.empty()) return Error(Fault::corrupt, state_->connections.file().string() + ": " + findings);
    return {};
}

}  // namespace slipway::storage
