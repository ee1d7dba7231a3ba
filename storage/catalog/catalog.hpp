#pragma once

#include "base/files/file_system.hpp"
#include "base/result.hpp"
#include "base/time_limit.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace slipway::storage {

using RowId = std::int64_t;

class Connection;  // connection.hpp
struct EventRow;   // events.hpp

/// A consistent view of the catalog. One thread at a time. Row functions (repositories.hpp, packages.hpp …) take one.
class ReadTransaction {
public:
    /// What a catalog makes of a transaction: it begins and ends with it. What was not committed is rolled back.
    class Body {
    public:
        Body() = default;
        Body(const Body&) = delete;
        Body& operator=(const Body&) = delete;
        virtual ~Body() = default;
        virtual Connection& connection() = 0;
        /// Once, and nothing after it. As `WriteTransaction::commit`.
        virtual Result<> commit() = 0;
        virtual void note_event(EventRow event) = 0;
        virtual const std::vector<EventRow>& noted_events() const = 0;
    };
    explicit ReadTransaction(std::unique_ptr<Body> body) : body_(std::move(body)) {}
    ReadTransaction(ReadTransaction&&) noexcept = default;
    ReadTransaction& operator=(ReadTransaction&&) noexcept = default;
    virtual ~ReadTransaction() = default;

    Connection& connection() const { return body_->connection(); }

protected:
    std::unique_ptr<Body> body_;
};

/// A transaction that may change the catalog. Rolled back unless committed. What it wrote is visible to its own reads.
class WriteTransaction final : public ReadTransaction {
public:
    using ReadTransaction::ReadTransaction;
    WriteTransaction(WriteTransaction&&) noexcept = default;
    /// Durable when it returns; after a fault nothing of it is in the catalog, now or after a crash. Where neither can
    /// be brought about the process ends, see `observe_unknown_outcome`. Faults: storage_full, io.
    Result<> commit() &&;

    /// An event was appended in this transaction: the catalog's observer is told once it is durable.
    void note_event(EventRow event);
    const std::vector<EventRow>& noted_events() const { return body_->noted_events(); }
};

/// What is published, and all that is known of it. Thread-safe: readers never wait for the writer, and there is one
/// writer at a time. Transactions must end before the catalog does. What every implementation does is tested by
/// tests/contracts/catalog_contract.hpp.
class Catalog {
public:
    Catalog() = default;
    Catalog(const Catalog&) = delete;
    Catalog& operator=(const Catalog&) = delete;
    virtual ~Catalog() = default;

    /// The state of this moment, whatever is written meanwhile. When the limit is over, whatever is read from it fails
    /// (busy "took-too-long"): a transaction that stays open keeps SQLite's log from beginning anew. Faults: corrupt,
    /// io.
    virtual Result<ReadTransaction> read(const TimeLimit& limit) const = 0;
    /// The same without a limit.
    Result<ReadTransaction> read() const { return read(TimeLimit()); }
    /// Waits until no other write transaction is open. Faults: busy (another process), unsupported (it was opened to be
    /// read only), storage_full, io.
    virtual Result<WriteTransaction> write() = 0;

    /// Calls `observer` for every event committed here, once it is durable, in the order of the chain: nobody else can
    /// commit meanwhile, so it has to be quick. To be set before the first transaction.
    virtual void observe_events(std::function<void(const EventRow&)> observer) = 0;

    /// A commit failed, and could not be withdrawn either: whether a restart will find the transaction, with these
    /// events, cannot be known, so nothing may be answered. Calls `observer`, without one prints the reason on
    /// standard error; then the process ends with `exit_unknown_outcome`. To be set before the first transaction.
    using UnknownOutcomeObserver = std::function<void(const Error& reason, const std::vector<EventRow>& events)>;
    virtual void observe_unknown_outcome(UnknownOutcomeObserver observer) = 0;
    static constexpr int exit_unknown_outcome = 74;  // sysexits: EX_IOERR

    /// What the transactions committed here have cost.
    struct WriteCounts {
        std::uint64_t rows = 0;       // inserted, changed and deleted
        std::uint64_t bytes = 0;      // written to the log; each is copied once more into the database later
        std::uint64_t withdrawn = 0;  // commits that failed and were made not to have happened
    };
    virtual WriteCounts write_counts() const = 0;

    /// Puts what only a log has into the database; for an orderly stop, when no transaction is open. Blocks. Faults:
    /// busy (somebody else reads or writes, and the log stays), storage_full, io.
    virtual Result<> fold_log() = 0;

    /// A consistent copy into a new file, a catalog of its own, while others read and write. Faults: conflict (the file
    /// exists already), storage_full, corrupt, io.
    virtual Result<> copy_to(const Path& file) const = 0;
    /// The database's own check of its integrity; corrupt names what it found.
    virtual Result<> check() const = 0;
};

}  // namespace slipway::storage
