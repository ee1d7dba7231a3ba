// The catalog's connections: one that writes, behind a lock, and a pool of those that read. In WAL mode readers see
// the state of their beginning and never wait for the writer, nor it for them.

#include "storage/catalog/catalog.hpp"

#include "storage/catalog/connection_pool.hpp"
#include "storage/catalog/events.hpp"
#include "storage/catalog/migrations.hpp"

#include <system_error>
#include <vector>

namespace slipway::storage {
namespace {

using EventObserver = std::function<void(const EventRow&)>;

}  // namespace

struct Catalog::State {
    State(const Path& file, OpenMode open_mode) : connections(file), mode(open_mode) {}

    ConnectionPool connections;
    OpenMode mode;
    EventObserver event_observer;
};

/// A connection on loan. Going back it is rolled back unless the transaction was committed before.
struct ReadTransaction::State {
    using GiveBack = void (ConnectionPool::*)(std::unique_ptr<Connection>);

    State(ConnectionPool& owner, GiveBack way_back, std::unique_ptr<Connection> leased)
        : pool(owner),
          give_back(way_back),
          connection(std::move(leased)),
          rows_before(connection->total_changes()),
          bytes_before(connection->bytes_written()) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        const bool ended = !connection->in_transaction() || connection->run_script("ROLLBACK").ok();
        if (!ended) connection.reset();  // closing it ends the transaction
        (pool.*give_back)(std::move(connection));
    }

    ConnectionPool& pool;
    GiveBack give_back;
    std::unique_ptr<Connection> connection;
    const std::int64_t rows_before;
    const std::int64_t bytes_before;
    const EventObserver* observer = nullptr;
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
    TRY(execute(*state->connection, "COMMIT"));
    state->pool.count_written(state->connection->total_changes() - state->rows_before,
                              state->connection->bytes_written() - state->bytes_before);
    if (state->observer != nullptr && *state->observer)
        for (const auto& event : state->events) (*state->observer)(event);
    return {};
}

void WriteTransaction::note_event(EventRow event) { state_->events.push_back(std::move(event)); }

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
        TRY(writer->run_script("PRAGMA journal_mode = WAL"));
        TRY(migrate(*writer));
        state->connections.give_back_writer(std::move(writer));
    }
    return std::unique_ptr<Catalog>(new Catalog(std::move(state)));
}

Result<ReadTransaction> Catalog::read() const {
    ConnectionPool& pool = state_->connections;
    auto connection = TRY(pool.take_reader());
    ReadTransaction transaction(
        std::make_unique<ReadTransaction::State>(pool, &ConnectionPool::give_back_reader, std::move(connection)));
    TRY(execute(transaction.connection(), "BEGIN"));
    // BEGIN alone waits for the first read to fix the snapshot; this is it.
    TRY(execute(transaction.connection(), "SELECT count(*) FROM sqlite_schema"));
    return transaction;
}

Result<WriteTransaction> Catalog::write() {
    ConnectionPool& pool = state_->connections;
    if (state_->mode == OpenMode::read_only)
        return Error(Fault::unsupported, pool.file().string() + " was opened to be read only");
    auto connection = TRY(pool.take_writer());
    WriteTransaction transaction(
        std::make_unique<ReadTransaction::State>(pool, &ConnectionPool::give_back_writer, std::move(connection)));
    transaction.state_->observer = &state_->event_observer;
    TRY(execute(transaction.connection(), "BEGIN IMMEDIATE"));
    return transaction;
}

void Catalog::observe_events(std::function<void(const EventRow&)> observer) {
    state_->event_observer = std::move(observer);
}

Catalog::WriteCounts Catalog::write_counts() const {
    const ConnectionPool& pool = state_->connections;
    return {pool.rows_written(), pool.bytes_written()};
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
