#pragma once

#include "base/files/file_system.hpp"
#include "base/time_limit.hpp"
#include "storage/catalog/connection.hpp"

#include <cstdint>
#include <memory>
#include <string>

struct sqlite3;

namespace slipway::storage {

enum class Access : unsigned char { read_only, read_write, create };

/// A connection to an SQLite database.
class SqliteConnection final : public Connection {
public:
    /// Opens a file. Every later call waits up to ten seconds for other processes. Faults: not_found, corrupt, busy,
    /// io.
    static Result<std::unique_ptr<SqliteConnection>> open(const Path& file, Access access);
    /// Makes a new database in memory, which ends with the connection. Faults: io (no memory).
    static Result<std::unique_ptr<SqliteConnection>> open_in_memory();
    /// Opens an image that `image` made, to read it, and keeps it alive. Faults: io (no memory).
    static Result<std::unique_ptr<SqliteConnection>> open_image(std::shared_ptr<const std::string> image);
    ~SqliteConnection() override;

    Result<> run_script(const std::string& sql) override;
    std::int64_t changes() const override;
    std::int64_t total_changes() const override;
    /// Those of pages.
    std::int64_t bytes_written() const override;
    void limit(const TimeLimit& limit) override;
    Result<std::int64_t> last_id() override;
    Result<std::int64_t> reserve_ids(std::size_t count) override;
    Result<> begin(Begin how) override;
    CommitEnd commit() override;
    bool roll_back() override;
    bool in_transaction() const override;

    /// Returns the whole database as the bytes of a file. Requires that no transaction is open.
    std::string image() const;
    /// Returns whether it was opened to read this image.
    bool reads(const std::shared_ptr<const std::string>& image) const { return image_ == image; }
    /// Copies the whole database consistently (SQLite's backup API) into `target`, which is overwritten.
    Result<> copy_to(SqliteConnection& target);

private:
    struct CloseDatabase {
        void operator()(sqlite3* database) const;
    };
    class Prepared;

    explicit SqliteConnection(Path file) : file_(std::move(file)) {}
    static Result<std::unique_ptr<SqliteConnection>> open(Path file, int flags);

    Result<std::unique_ptr<PreparedStatement>> compile(const char* sql) override;
    Result<> check_transaction() const override;
    Error failure(int status) const;
    /// Returns whether SQLite has ended the transaction that was begun.
    bool is_rolled_back() const;
    Error rolled_back() const;

    Path file_;
    std::shared_ptr<const std::string> image_;  // the one that it reads; outlives the database
    TimeLimit limit_;                           // declared before the database, whose progress handler asks it
    std::unique_ptr<sqlite3, CloseDatabase> database_;
    bool begun_ = false;
};

}  // namespace slipway::storage
