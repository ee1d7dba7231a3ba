#pragma once

#include "storage/catalog/connection_pool.hpp"

#include <memory>
#include <mutex>
#include <string>

namespace slipway::storage {

/// The connections to a catalog in memory, which ends with the pool. One connection has the database, and every commit
/// makes an image of it. A reader reads the image of its beginning, so that it and the writer never wait for each
/// other.
class MemoryConnectionPool final : public ConnectionPool {
public:
    MemoryConnectionPool() : ConnectionPool(":memory:") {}

    void record_commit(const SqliteConnection& writer) override;

private:
    Result<std::unique_ptr<SqliteConnection>> open_reader() override;
    Result<std::unique_ptr<SqliteConnection>> open_writer() override;
    bool is_current(const SqliteConnection& reader) override;
    std::shared_ptr<const std::string> image();

    std::mutex image_lock_;  // guards the one below
    std::shared_ptr<const std::string> image_;
};

}  // namespace slipway::storage
