#pragma once

#include "storage/catalog/sqlite.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace slipway::storage {

/// The connections to one catalog in a file (memory_connection_pool.hpp has those of one in memory). One connection
/// writes and is lent to one transaction at a time; there are as many readers as transactions that read. Thread-safe.
class ConnectionPool {
public:
    explicit ConnectionPool(Path file) : file_(std::move(file)) {}
    /// Closes the readers first. The last connection that closes folds the log into the database and removes it, and a
    /// connection that only reads cannot do that.
    virtual ~ConnectionPool();
    ConnectionPool(const ConnectionPool&) = delete;
    ConnectionPool& operator=(const ConnectionPool&) = delete;

    const Path& file() const { return file_; }

    /// Lends a connection that nobody else has. Faults: not_found, corrupt, io.
    Result<std::unique_ptr<SqliteConnection>> take_reader();
    /// Waits until no other transaction has the write connection, and lends it. Blocks.
    Result<std::unique_ptr<SqliteConnection>> take_writer();

    /// Takes a connection back. No transaction may be open on it. Null says that the connection became unusable.
    void release_reader(std::unique_ptr<SqliteConnection> connection);
    void release_writer(std::unique_ptr<SqliteConnection> connection);

    /// Says that a transaction of the write connection was committed. Must be called before the connection is released.
    virtual void record_commit(const SqliteConnection& writer);

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
    virtual Result<std::unique_ptr<SqliteConnection>> open_reader();
    virtual Result<std::unique_ptr<SqliteConnection>> open_writer();
    /// Returns whether a reader without a transaction sees the last commit.
    virtual bool is_current(const SqliteConnection& reader);
    /// Closes the readers that nobody uses now.
    void close_idle_readers();

private:
    class Turn;

    std::atomic<std::uint64_t> rows_written_{0};
    std::atomic<std::uint64_t> bytes_written_{0};
    std::atomic<std::uint64_t> withdrawn_{0};
    const Path file_;
    std::mutex lock_;  // guards everything below; never held during input and output
    std::vector<std::unique_ptr<SqliteConnection>> idle_readers_;
    // A flag instead of a mutex: a transaction may be moved to another thread, and is then ended there.
    bool writing_ = false;
    std::condition_variable writer_free_;
    std::unique_ptr<SqliteConnection> idle_writer_;
};

/// Opens the catalog with the settings that every connection must have.
Result<std::unique_ptr<SqliteConnection>> connect(const Path& file, Access access);

}  // namespace slipway::storage
