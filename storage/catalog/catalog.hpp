#pragma once

#include "base/files/file_system.hpp"
#include "base/result.hpp"
#include "base/time_limit.hpp"
#include "storage/catalog/call_counts.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace slipway::storage {

using RowId = std::int64_t;

class Catalog;
class Connection;  // connection.hpp
struct EventRow;   // events.hpp

enum class OpenMode : unsigned char {
    create_or_migrate,
    as_it_is,  // to write while another process does, with the schema that it has
    read_only,
};

/// A consistent view of the catalog. Row functions (repositories.hpp, packages.hpp …) take one. One thread at a time.
class ReadTransaction {
public:
    /// What a catalog implements. The transaction begins and ends with it. Rolls back what was not committed.
    class Body {
    public:
        Body() = default;
        Body(const Body&) = delete;
        Body& operator=(const Body&) = delete;
        virtual ~Body() = default;
        virtual Connection& connection() = 0;
        /// May be called once, as the last call. As `WriteTransaction::commit`.
        virtual Result<> commit() = 0;
        virtual void record_event(EventRow event) = 0;
        virtual const std::vector<EventRow>& recorded_events() const = 0;
    };
    explicit ReadTransaction(std::unique_ptr<Body> body) : body_(std::move(body)) {}
    ReadTransaction(ReadTransaction&&) noexcept = default;
    ReadTransaction& operator=(ReadTransaction&&) noexcept = default;
    virtual ~ReadTransaction() = default;

    Connection& connection() const { return body_->connection(); }

protected:
    std::unique_ptr<Body> body_;
};

/// A transaction that may change the catalog. Its own reads see what it wrote. It is rolled back unless committed.
class WriteTransaction final : public ReadTransaction {
public:
    using ReadTransaction::ReadTransaction;
    WriteTransaction(WriteTransaction&&) noexcept = default;
    /// The changes are durable when it returns. After a fault the catalog has none of them, now or after a crash. If
    /// neither can be ensured, the process ends (`observe_unknown_outcome`). Faults: storage_full, io.
    Result<> commit() &&;

    /// Says that this transaction appended an event. The catalog's observer gets it once it is durable.
    void record_event(EventRow event);
    const std::vector<EventRow>& recorded_events() const { return body_->recorded_events(); }

private:
    friend Result<> write_repeatedly(Catalog& catalog, const std::function<Result<>(WriteTransaction&)>& work);
};

/// What is published, and all that is known of it. Thread-safe: readers never wait for the writer, and there is one
/// writer at a time. Transactions must end before the catalog does. tests/contracts/catalog_contract.hpp tests what
/// every implementation does.
class Catalog {
public:
    Catalog() = default;
    Catalog(const Catalog&) = delete;
    Catalog& operator=(const Catalog&) = delete;
    virtual ~Catalog() = default;

    /// Returns the state of this moment, whatever is written meanwhile. When the limit is over, every read from it
    /// fails (busy "took-too-long"), because an open transaction keeps SQLite from beginning its log anew. Faults:
    /// corrupt, io.
    virtual Result<ReadTransaction> read(const TimeLimit& limit) const = 0;
    /// Returns the state of this moment, without a limit.
    Result<ReadTransaction> read() const { return read(TimeLimit()); }
    /// Waits until no other write transaction is open. Faults: busy (another process, or somebody has taken the catalog
    /// over), corrupt (a shared database has lost commits), unsupported (the catalog was opened read-only),
    /// storage_full, io.
    virtual Result<WriteTransaction> write() = 0;

    /// Lets nobody else write from now on but who opened the catalog with OpenMode::as_it_is: an earlier owner of a
    /// shared database is refused, with busy. Does nothing for a file, which the lock of its directory protects.
    /// Blocks. Faults: those of `write` and of WriteTransaction::commit.
    virtual Result<> take_over() { return {}; }

    /// The same for a process that publishes beside others which call this: all of them write, each under the fence of
    /// generations (storage/postgresql/heads.hpp). Blocks. Faults: unsupported (a file), those of `take_over`.
    virtual Result<> share(const std::string& node);

    /// Calls `observer` for every event committed here, once it is durable, in the order of the chain. Nobody else can
    /// commit meanwhile, so the observer must be quick. Must be called before the first transaction.
    virtual void observe_events(std::function<void(const EventRow&)> observer) = 0;

    /// Sets what is called when a commit failed and could not be withdrawn either. Nobody knows whether a restart will
    /// find the transaction with these events, so nothing may be answered. Afterwards the process ends with
    /// `exit_unknown_outcome`. Without an observer the reason is printed on standard error. Must be called before the
    /// first transaction.
    using UnknownOutcomeObserver = std::function<void(const Error& reason, const std::vector<EventRow>& events)>;
    virtual void observe_unknown_outcome(UnknownOutcomeObserver observer) = 0;
    static constexpr int exit_unknown_outcome = 74;  // sysexits: EX_IOERR

    /// What the transactions committed here have cost.
    struct WriteCounts {
        std::uint64_t rows = 0;       // inserted, changed and deleted
        std::uint64_t bytes = 0;      // written to the log; each is copied once more into the database later
        std::uint64_t withdrawn = 0;  // commits that failed and were undone
    };
    virtual WriteCounts write_counts() const = 0;
    /// All are 0 where there is no server.
    virtual CallCounts call_counts() const { return {}; }

    /// Writes the log into the database, for an orderly stop when no transaction is open. Blocks. Faults: busy
    /// (somebody else reads or writes, and the log stays), storage_full, io.
    virtual Result<> fold_log() = 0;

    /// Writes a consistent copy, a catalog of its own, into a new file while others read and write. Faults: conflict
    /// (the file exists already), storage_full, corrupt, io.
    virtual Result<> copy_to(const Path& file) const = 0;
    /// Runs the database's own check of its integrity. Faults: corrupt, with what it found.
    virtual Result<> check() const = 0;
};

}  // namespace slipway::storage
