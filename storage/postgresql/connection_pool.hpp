#pragma once

#include "storage/catalog/connection_pool.hpp"
#include "storage/postgresql/database_server.hpp"

#include <memory>
#include <utility>

namespace slipway::storage {

/// The connections to a catalog in PostgreSQL.
class PostgresqlConnectionPool final : public ConnectionPool {
public:
    explicit PostgresqlConnectionPool(PostgresqlSettings settings)
        : ConnectionPool({settings.most_readers, settings.idle_readers, settings.reach_within}),
          server_(std::move(settings)) {}
    /// Closes its connections, which refer to its server.
    ~PostgresqlConnectionPool() override { close_idle(); }

    DatabaseServer& server() { return server_; }

private:
    Result<std::unique_ptr<Connection>> open_reader() override;
    Result<std::unique_ptr<Connection>> open_writer() override;

    DatabaseServer server_;
};

}  // namespace slipway::storage
