#pragma once

#include "storage/catalog/connection.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <vector>

namespace slipway::storage {

/// How many connections of a pool may read.
struct ReaderLimits {
    std::size_t most = std::numeric_limits<std::size_t>::max();
    std::size_t idle = 8;               // kept open while nobody uses them
    std::chrono::milliseconds wait{0};  // of somebody who finds all in use
};

/// The connections to one catalog: one that writes, lent to one transaction at a time, and readers, as many as there
/// are transactions, up to a limit. How they are made is an engine's matter: sqlite_connection_pool.hpp, memory_connection_pool.hpp,
/// storage/postgresql/connection_pool.hpp. Thread-safe.
class ConnectionPool {
public:
    ConnectionPool() = default;
    explicit ConnectionPool(ReaderLimits limits) : limits_(limits) {}
    /// Closes the readers first: the last connection that closes puts the log into the database and removes it, and
    /// one that only reads cannot.
    virtual ~ConnectionPool();
    ConnectionPool(const ConnectionPool&) = delete;
    ConnectionPool& operator=(const ConnectionPool&) = delete;

    /// A connection nobody else has. Blocks. Faults: not_found, corrupt, busy (also: all that there may be are in use),
    /// io.
    Result<std::unique_ptr<Connection>> take_reader();
    /// The one write connection, as soon as no other transaction has it. Blocks.
    Result<std::unique_ptr<Connection>> take_writer();

    /// No transaction may be open on them. Null: the connection turned out unusable.
    void give_back_reader(std::unique_ptr<Connection> connection);
    void give_back_writer(std::unique_ptr<Connection> connection);
    /// For one that was opened to see whether it can be.
    void add_reader(std::unique_ptr<Connection> connection);

    /// A transaction of the write connection was committed, and nobody else has the connection yet.
    virtual void note_commit(const Connection& writer);

    /// What a committed transaction wrote.
    void count_written(std::int64_t rows, std::int64_t bytes) {
        rows_written_ += static_cast<std::uint64_t>(rows);
        bytes_written_ += static_cast<std::uint64_t>(bytes);
    }
    std::uint64_t rows_written() const { return rows_written_; }
    std::uint64_t bytes_written() const { return bytes_written_; }
    void count_withdrawn() { ++withdrawn_; }
    std::uint64_t withdrawn() const { return withdrawn_; }

protected:
    virtual Result<std::unique_ptr<Connection>> open_reader() = 0;
    virtual Result<std::unique_ptr<Connection>> open_writer() = 0;
    /// Whether a reader without a transaction shows what was committed last.
    virtual bool is_current(const Connection& reader);
    /// Closes the readers that nobody uses now; or all connections, for what they refer to ends before the pool.
    void close_idle_readers();
    void close_idle();

private:
    class Claim;

    const ReaderLimits limits_{};
    std::atomic<std::uint64_t> rows_written_{0};
    std::atomic<std::uint64_t> bytes_written_{0};
    std::atomic<std::uint64_t> withdrawn_{0};
    std::mutex lock_;  // guards everything below; never held during input and output
    std::vector<std::unique_ptr<Connection>> idle_readers_;
    std::size_t readers_ = 0;  // idle, in use and being opened
    std::condition_variable reader_free_;
    // A flag instead of a mutex: a transaction may be moved to another thread, and is then ended there.
    bool writing_ = false;
    std::condition_variable writer_free_;
    std::unique_ptr<Connection> idle_writer_;
};

}  // namespace slipway::storage
