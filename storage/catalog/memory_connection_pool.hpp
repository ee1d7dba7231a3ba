#pragma once

#include "storage/catalog/connection_pool.hpp"
#include "storage/catalog/sqlite.hpp"

#include <memory>
#include <mutex>
#include <string>

namespace slipway::storage {

/// The connections to a catalog in memory, which ends with the pool. One connection has the database, and every commit
/// makes an image of it. A reader reads the image of its beginning, so that it and the writer never wait for each
/// other.
class MemoryConnectionPool final : public ConnectionPool {
public:
    void record_commit(const Connection& writer) override;

private:
    Result<std::unique_ptr<Connection>> open_reader() override;
    Result<std::unique_ptr<Connection>> open_writer() override;
    bool is_current(const Connection& reader) override;
    std::shared_ptr<const std::string> image();

    std::mutex image_lock_;  // guards the one below
    std::shared_ptr<const std::string> image_;
};

}  // namespace slipway::storage
