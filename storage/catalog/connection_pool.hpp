#pragma once

#include "storage/catalog/sqlite.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace slipway::storage {

/// The connections to one catalog: one that writes, lent to one transaction at a time, and readers, as many as there
/// are transactions. Those of a file; memory_connection_pool.hpp has others. Thread-safe.
class ConnectionPool {
public:
    explicit ConnectionPool(Path file) : file_(std::move(file)) {}
    /// Closes the readers first: the last connection that closes puts the log into the database and removes it, and
    /// one that only reads cannot.
    virtual ~ConnectionPool();
    ConnectionPool(const ConnectionPool&) = delete;
    ConnectionPool& operator=(const ConnectionPool&) = delete;

    const Path& file() const { return file_; }

    /// A connection nobody else has. Faults: not_found, corrupt, io.
    Result<std::unique_ptr<SqliteConnection>> take_reader();
    /// The one write connection, as soon as no other transaction has it. Blocks.
    Result<std::unique_ptr<SqliteConnection>> take_writer();

    /// No transaction may be open on them. Null: the connection turned out unusable.
    void give_back_reader(std::unique_ptr<SqliteConnection> connection);
    void give_back_writer(std::unique_ptr<SqliteConnection> connection);

    /// A transaction of the write connection was committed, and nobody else has the connection yet.
    virtual void note_commit(const SqliteConnection& writer);

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
    virtual Result<std::unique_ptr<SqliteConnection>> open_reader();
    virtual Result<std::unique_ptr<SqliteConnection>> open_writer();
    /// Whether a reader without a transaction shows what was committed last.
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

/// Opens the catalog with the settings every connection must have.
Result<std::unique_ptr<SqliteConnection>> connect(const Path& file, Access access);

}  // namespace slipway::storage
