#pragma once

#include "storage/catalog/pooled_catalog.hpp"
#include "storage/postgresql/settings.hpp"

#include <memory>

namespace slipway::storage {

class DatabaseServer;            // database_server.hpp
class PostgresqlConnectionPool;  // connection_pool.hpp

/// A catalog in a database of PostgreSQL (14 or later), which several processes may have open. A connection that is
/// lost fails the transaction that is open on it, with busy; the next one has a new connection.
class PostgresqlCatalog final : public PooledCatalog {
public:
    /// Fills an empty database or migrates an older schema; the other modes do neither. Faults: unsupported (a newer
    /// schema than this program knows, in the other modes also an older one; tables of another program; an older
    /// server), not_found (no such database), busy, storage_full, io.
    static Result<std::unique_ptr<Catalog>> open(PostgresqlSettings settings,
                                                 OpenMode mode = OpenMode::create_or_migrate);

    Result<> take_over() override;
    Result<> share(const std::string& node) override;
    CallCounts call_counts() const override;
    /// There is no log of ours.
    Result<> fold_log() override { return {}; }
    /// Into a catalog in SQLite.
    Result<> copy_to(const Path& file) const override;
    /// Asks for constraints that were not checked, and for pages that the server has found damaged.
    Result<> check() const override;

private:
    PostgresqlCatalog(std::unique_ptr<PostgresqlConnectionPool> connections, OpenMode mode, std::string place);
    /// Asks the database, see turn.hpp.
    Result<Outcome> settle(Connection& writer) override;

    DatabaseServer& server_;  // of the connections
};

}  // namespace slipway::storage
