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
    std::chrono::milliseconds wait{0};  // for a connection while all are in use
};

/// The connections to one catalog. One connection writes and is lent to one transaction at a time; there are as many
/// readers as transactions that read, up to a limit. Each engine opens its own: sqlite_connection_pool.hpp,
/// memory_connection_pool.hpp, storage/postgresql/connection_pool.hpp. Thread-safe.
class ConnectionPool {
public:
    ConnectionPool() = default;
    explicit ConnectionPool(ReaderLimits limits) : limits_(limits) {}
    /// Closes the readers first. The last connection that closes folds the log into the database and removes it, and a
    /// connection that only reads cannot do that.
    virtual ~ConnectionPool();
    ConnectionPool(const ConnectionPool&) = delete;
    ConnectionPool& operator=(const ConnectionPool&) = delete;

    /// Lends a connection that nobody else has. Blocks. Faults: not_found, corrupt, busy (also: all that there may be
    /// are in use), io.
    Result<std::unique_ptr<Connection>> take_reader();
    /// Waits until no other transaction has the write connection, and lends it. Blocks.
    Result<std::unique_ptr<Connection>> take_writer();

    /// Takes a connection back. No transaction may be open on it. Null says that the connection became unusable.
    void release_reader(std::unique_ptr<Connection> connection);
    void release_writer(std::unique_ptr<Connection> connection);
    /// Takes a connection that was opened outside of the pool.
    void add_reader(std::unique_ptr<Connection> connection);

    /// Says that a transaction of the write connection was committed. Must be called before the connection is released.
    virtual void record_commit(const Connection& writer);

    /// Adds what a committed transaction wrote.
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
    /// Returns whether a reader without a transaction sees the last commit.
    virtual bool is_current(const Connection& reader);
    /// Closes the readers that nobody uses now; or all connections, for a pool that ends before what they refer to.
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
