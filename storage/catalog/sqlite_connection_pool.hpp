#pragma once

#include "storage/catalog/connection_pool.hpp"
#include "storage/catalog/sqlite.hpp"

#include <memory>
#include <utility>

namespace slipway::storage {

/// The connections to a catalog in a file of SQLite.
class SqliteConnectionPool final : public ConnectionPool {
public:
    explicit SqliteConnectionPool(Path file) : file_(std::move(file)) {}

private:
    Result<std::unique_ptr<Connection>> open_reader() override;
    Result<std::unique_ptr<Connection>> open_writer() override;

    const Path file_;
};

/// Opens the catalog with the settings every connection must have.
Result<std::unique_ptr<SqliteConnection>> connect(const Path& file, Access access);

}  // namespace slipway::storage
