#include "storage/postgresql/connection_pool.hpp"

#include "storage/postgresql/connection.hpp"

namespace slipway::storage {

Result<std::unique_ptr<Connection>> PostgresqlConnectionPool::open_reader() {
    return TRY(PostgresqlConnection::open(server_));
}

Result<std::unique_ptr<Connection>> PostgresqlConnectionPool::open_writer() {
    return TRY(PostgresqlConnection::open(server_));
}

}  // namespace slipway::storage
