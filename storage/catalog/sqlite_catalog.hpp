#pragma once

#include "storage/catalog/catalog.hpp"

#include <memory>

namespace slipway::storage {

enum class OpenMode : unsigned char {
    create_or_migrate,
    as_it_is,  // to write while another process does, with the schema that it has
    read_only,
};

/// `slipway.db`: SQLite, WAL, synchronous=FULL, foreign keys on. Readers come from a pool of connections. A lock guards
/// the one write connection; other processes (slipwayd token) are waited for up to ten seconds (then Fault::busy).
class SqliteCatalog final : public Catalog {
public:
    /// Makes the file (0600) or migrates an older schema; the other modes do neither. Faults: unsupported (a schema
    /// newer than this program knows, in the other modes also an older one; a database of another program), not_found
    /// (read_only), corrupt, busy, storage_full, io.
    static Result<std::unique_ptr<Catalog>> open(const Path& file, OpenMode mode = OpenMode::create_or_migrate);
    /// Makes an empty catalog in memory, which ends with this object, for tests. It behaves like one in a file, except
    /// that no other process can open it. Faults: io (no memory).
    static Result<std::unique_ptr<Catalog>> in_memory();
    ~SqliteCatalog() override;

    using Catalog::read;
    Result<ReadTransaction> read(const TimeLimit& limit) const override;
    Result<WriteTransaction> write() override;
    void observe_events(std::function<void(const EventRow&)> observer) override;
    void observe_unknown_outcome(UnknownOutcomeObserver observer) override;
    WriteCounts write_counts() const override;
    /// Empties SQLite's log, so that `slipway.db` is complete without it.
    Result<> fold_log() override;
    /// Uses SQLite's backup API.
    Result<> copy_to(const Path& file) const override;
    /// Runs integrity_check and foreign_key_check.
    Result<> check() const override;

private:
    struct State;
    class Lease;
    explicit SqliteCatalog(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace slipway::storage
