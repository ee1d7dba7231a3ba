#pragma once

#include "base/files/file_system.hpp"
#include "base/result.hpp"
#include "base/time_limit.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace slipway::storage {

using RowId = std::int64_t;

class Connection;  // sqlite.hpp
struct EventRow;   // events.hpp

/// A consistent view of the catalog. One thread at a time. Row functions (repositories.hpp, packages.hpp …) take one.
class ReadTransaction {
public:
    ReadTransaction(ReadTransaction&&) noexcept;
    ReadTransaction& operator=(ReadTransaction&&) noexcept;
    virtual ~ReadTransaction();

    Connection& connection() const;

protected:
    friend class Catalog;
    struct State;
    explicit ReadTransaction(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// A transaction that may change the catalog (BEGIN IMMEDIATE). Rolled back unless committed. What it wrote is
/// visible to its own reads.
class WriteTransaction final : public ReadTransaction {
public:
    using ReadTransaction::ReadTransaction;
    WriteTransaction(WriteTransaction&&) noexcept = default;
    /// Durable when it returns (synchronous=FULL); after a fault nothing of it is in the catalog, now or after a crash.
    /// Where neither can be brought about the process ends, see `observe_unknown_outcome`. Faults: storage_full, io.
    Result<> commit() &&;

    /// An event was appended in this transaction: the catalog's observer is told once it is durable.
    void note_event(EventRow event);
    const std::vector<EventRow>& noted_events() const;
};

enum class OpenMode : unsigned char {
    create_or_migrate,
    as_it_is,  // to write beside another process, whose schema it is
    read_only,
};

/// `slipway.db`: SQLite, WAL, synchronous=FULL, foreign keys on. Thread-safe: readers come from a pool of connections
/// and never wait for the writer; there is one write connection, guarded by a lock, and other processes (slipwayd
/// token) are waited for up to ten seconds (Fault::busy then).
class Catalog {
public:
    /// Makes the file (0600) or migrates an older schema; the other modes do neither. Transactions must end before the
    /// catalog does. Faults: unsupported (a newer schema than this program knows, in the other modes also an older one;
    /// a database of another program), not_found (read_only), corrupt, busy, storage_full, io.
    static Result<std::unique_ptr<Catalog>> open(const Path& file, OpenMode mode = OpenMode::create_or_migrate);
    ~Catalog();

    /// The state of this moment, whatever is written meanwhile. When the limit is over, whatever is read from it fails
    /// (busy "took-too-long"): a transaction that stays open keeps SQLite's log from beginning anew. Faults: corrupt, io.
    Result<ReadTransaction> read(const TimeLimit& limit = {}) const;
    /// Waits until no other write transaction is open. Faults: busy (another process), unsupported (opened read_only),
    /// storage_full, io.
    Result<WriteTransaction> write();

    /// Calls `observer` for every event committed here, once it is durable, in the order of the chain: nobody else can
    /// commit meanwhile, so it has to be quick. To be set before the first transaction.
    void observe_events(std::function<void(const EventRow&)> observer);

    /// A commit failed, and could not be withdrawn either: whether a restart will find the transaction, with these
    /// events, cannot be known, so nothing may be answered. Calls `observer`, without one prints the reason on
    /// standard error; then the process ends with `exit_unknown_outcome`. To be set before the first transaction.
    using UnknownOutcomeObserver = std::function<void(const Error& reason, const std::vector<EventRow>& events)>;
    void observe_unknown_outcome(UnknownOutcomeObserver observer);
    static constexpr int exit_unknown_outcome = 74;  // sysexits: EX_IOERR

    /// What the transactions committed here have cost.
    struct WriteCounts {
        std::uint64_t rows = 0;       // inserted, changed and deleted
        std::uint64_t bytes = 0;      // pages written to the log; each is copied once more into the database later
        std::uint64_t withdrawn = 0;  // commits that failed and were made not to have happened
    };
    WriteCounts write_counts() const;

    /// Puts SQLite's log into the database and empties it, so that `slipway.db` is whole by itself; for an orderly
    /// stop, when no transaction is open. Blocks. Faults: busy (somebody else reads or writes, and the log stays),
    /// storage_full, io.
    Result<> fold_log();

    /// A consistent copy of the database into a new file, while others read and write (SQLite's backup API).
    /// Faults: conflict (the file exists already), storage_full, corrupt, io.
    Result<> copy_to(const Path& file) const;
    /// SQLite's own integrity_check; corrupt names what it found.
    Result<> check() const;

private:
    struct State;
    explicit Catalog(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace slipway::storage
