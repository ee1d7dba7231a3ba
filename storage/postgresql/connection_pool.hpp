#pragma once

#include "storage/catalog/connection_pool.hpp"
#include "storage/postgresql/settings.hpp"

#include <memory>
#include <utility>

namespace slipway::storage {

/// The connections to a catalog in PostgreSQL.
class PostgresqlConnectionPool final : public ConnectionPool {
public:
    explicit PostgresqlConnectionPool(PostgresqlSettings settings) : settings_(std::move(settings)) {}
    /// Closes its connections, which refer to its settings.
    ~PostgresqlConnectionPool() override { close_idle(); }

    const PostgresqlSettings& settings() const { return settings_; }

private:
    Result<std::unique_ptr<Connection>> open_reader() override;
    Result<std::unique_ptr<Connection>> open_writer() override;

    const PostgresqlSettings settings_;
};

}  // namespace slipway::storage
