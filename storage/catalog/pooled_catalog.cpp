// A catalog's connections: one that writes, behind a lock, and a pool of those that read. Readers see the state of
// their beginning and never wait for the writer, nor it for them: in SQLite by WAL mode, in PostgreSQL by snapshots.

#include "storage/catalog/pooled_catalog.hpp"

#include "base/job_guard.hpp"
#include "storage/catalog/connection_pool.hpp"
#include "storage/catalog/events.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace slipway::storage {
namespace {

struct Observers {
    std::function<void(const EventRow&)> event;
    Catalog::UnknownOutcomeObserver unknown_outcome;
};

}  // namespace

struct PooledCatalog::State {
    State(std::unique_ptr<ConnectionPool> pool, OpenMode open_mode, std::string name)
        : connections(std::move(pool)), mode(open_mode), place(std::move(name)) {}

    std::unique_ptr<ConnectionPool> connections;
    OpenMode mode;
    std::string place;
    Observers observers;
};

/// A connection on loan. Going back it is rolled back unless the transaction was committed before.
class PooledCatalog::Lease final : public ReadTransaction::Body {
public:
    /// `catalog`: of a writer, whose connection may have to be settled; null for a reader.
    Lease(const State& state, PooledCatalog* catalog)
        : pool_(*state.connections), observers_(state.observers), catalog_(catalog) {}
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
    Result<> begin_reading(Result<std::unique_ptr<Connection>> taken, const TimeLimit& limit) {
        connection_ = TRY(std::move(taken));
        connection_->limit(limit);
        return connection_->begin(Begin::to_read);
    }
    Result<> begin_writing(Result<std::unique_ptr<Connection>> taken) {
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
        if (catalog_ == nullptr) return pool_.release_reader(std::move(connection_));
        pool_.release_writer(std::move(connection_));
    }
    Outcome resolve_unknown(const Error& failed);

    ConnectionPool& pool_;
    const Observers& observers_;
    PooledCatalog* const catalog_;
    std::unique_ptr<Connection> connection_;
    std::int64_t rows_before_ = 0;
    std::int64_t bytes_before_ = 0;
    std::vector<EventRow> events_;  // appended so far
};

Result<> PooledCatalog::Lease::commit() {
    auto [outcome, committed] = connection_->commit();
    if (outcome == Outcome::unknown) outcome = resolve_unknown(committed.error());
    if (outcome != Outcome::durable) return std::move(committed).during("committing to the catalog");
    pool_.record_commit(*connection_);
    pool_.count_written(connection_->total_changes() - rows_before_, connection_->bytes_written() - bytes_before_);
    if (observers_.event)
        for (const auto& event : events_) observers_.event(event);
    return {};
}

/// What a commit that failed leaves open is settled: when this returns, it is known whether it has happened.
Outcome PooledCatalog::Lease::resolve_unknown(const Error& failed) {
    const auto settled = catalog_->settle(*connection_);
    if (settled.ok()) {
        if (*settled == Outcome::undone) pool_.count_withdrawn();
        return *settled;
    }
    const Error reason(failed.fault(), failed.message() + "; and " + settled.error().message());
    if (observers_.unknown_outcome)
        observers_.unknown_outcome(reason, events_);
    else
        std::fprintf(stderr, "slipwayd: whether a commit happened cannot be known: %s\n", reason.message().c_str());
    // Not even destructors may run: they answer who still waits.
    std::_Exit(exit_unknown_outcome);
}

PooledCatalog::PooledCatalog(std::unique_ptr<ConnectionPool> connections, OpenMode mode, std::string place)
    : state_(std::make_unique<State>(std::move(connections), mode, std::move(place))) {}

PooledCatalog::~PooledCatalog() = default;

ConnectionPool& PooledCatalog::connections() const { return *state_->connections; }

const std::string& PooledCatalog::place() const { return state_->place; }

Result<ReadTransaction> PooledCatalog::read(const TimeLimit& limit) const {
    auto lease = std::make_unique<Lease>(*state_, nullptr);
    TRY(lease->begin_reading(state_->connections->take_reader(), limit));
    return ReadTransaction(std::move(lease));
}

Result<WriteTransaction> PooledCatalog::write() {
    if (state_->mode == OpenMode::read_only)
        return Error(Fault::unsupported, state_->place + " was opened to be read only");
    auto lease = std::make_unique<Lease>(*state_, this);
    TRY(lease->begin_writing(state_->connections->take_writer()));
    return WriteTransaction(std::move(lease));
}

void PooledCatalog::observe_events(std::function<void(const EventRow&)> observer) {
    state_->observers.event = std::move(observer);
}

void PooledCatalog::observe_unknown_outcome(UnknownOutcomeObserver observer) {
    state_->observers.unknown_outcome = std::move(observer);
}

Catalog::WriteCounts PooledCatalog::write_counts() const {
    const ConnectionPool& pool = *state_->connections;
    return {pool.rows_written(), pool.bytes_written(), pool.withdrawn()};
}

}  // namespace slipway::storage
