#pragma once

#include "storage/catalog/pooled_catalog.hpp"

#include <memory>

namespace slipway::storage {

/// `slipway.db`: SQLite, WAL, synchronous=FULL, foreign keys on. Readers come from a pool of connections. A lock guards
/// the one write connection; other processes (slipwayd token) are waited for up to ten seconds (then Fault::busy).
class SqliteCatalog final : public PooledCatalog {
public:
    /// Makes the file (0600) or migrates an older schema; the other modes do neither. Faults: unsupported (a schema
    /// newer than this program knows, in the other modes also an older one; a database of another program), not_found
    /// (read_only), corrupt, busy, storage_full, io.
    static Result<std::unique_ptr<Catalog>> open(const Path& file, OpenMode mode = OpenMode::create_or_migrate);
    /// Makes an empty catalog in memory, which ends with this object, for tests. It behaves like one in a file, except
    /// that no other process can open it. Faults: io (no memory).
    static Result<std::unique_ptr<Catalog>> in_memory();

    /// Empties SQLite's log, so that `slipway.db` is complete without it.
    Result<> fold_log() override;
    /// Uses SQLite's backup API.
    Result<> copy_to(const Path& file) const override;
    /// Runs integrity_check and foreign_key_check.
    Result<> check() const override;

private:
    SqliteCatalog(std::unique_ptr<ConnectionPool> connections, OpenMode mode, Path file);
    /// Withdraws the commit, see write_ahead_log.hpp: the transaction is undone.
    Result<Outcome> settle(Connection& writer) override;

    const Path file_;
};

}  // namespace slipway::storage
