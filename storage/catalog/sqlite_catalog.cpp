#include "storage/catalog/sqlite_catalog.hpp"

#include "storage/catalog/memory_connection_pool.hpp"
#include "storage/catalog/migrations.hpp"
#include "storage/catalog/sqlite_connection_pool.hpp"
#include "storage/catalog/write_ahead_log.hpp"

#include <system_error>
#include <utility>

namespace slipway::storage {
namespace {

Result<> copy_to_file(SqliteConnection& source, const Path& to) {
    const auto target = TRY(SqliteConnection::open(to, Access::create));
    TRY(source.copy_to(*target));
    // The copy says of itself that it uses a WAL; without one it is whole in a single file.
    return target->run_script("PRAGMA journal_mode = DELETE");
}

Result<> copy_database(ConnectionPool& pool, const Path& to) {
    auto source = TRY(pool.take_reader());
    auto copied = copy_to_file(static_cast<SqliteConnection&>(*source), to);  // its pools have no others
    pool.release_reader(std::move(source));
    return copied;
}

Result<> prepare_to_read(ConnectionPool& pool, const Path& file) {
    auto reader = TRY(connect(file, Access::read_only));
    TRY(check_schema(*reader));
    pool.add_reader(std::move(reader));
    return {};
}

Result<> prepare_to_write(ConnectionPool& pool, const Path& file, OpenMode mode) {
    auto writer = TRY(connect(file, Access::create));
    // Asked before WAL is switched on, so that a file of another program is refused unchanged.
    TRY(schema_version(*writer));
    if (mode == OpenMode::as_it_is) TRY(check_schema(*writer));
    TRY(writer->run_script("PRAGMA journal_mode = WAL"));
    TRY(secure_log(*writer, file).during("making the catalog's log durable"));
    TRY(migrate(*writer));
    pool.release_writer(std::move(writer));
    return {};
}

}  // namespace

SqliteCatalog::SqliteCatalog(std::unique_ptr<ConnectionPool> connections, OpenMode mode, Path file)
    : PooledCatalog(std::move(connections), mode, file.string()), file_(std::move(file)) {}

Result<std::unique_ptr<Catalog>> SqliteCatalog::open(const Path& file, OpenMode mode) {
    auto pool = std::make_unique<SqliteConnectionPool>(file);
    TRY(mode == OpenMode::read_only ? prepare_to_read(*pool, file) : prepare_to_write(*pool, file, mode));
    return std::unique_ptr<Catalog>(new SqliteCatalog(std::move(pool), mode, file));
}

Result<std::unique_ptr<Catalog>> SqliteCatalog::in_memory() {
    auto pool = std::make_unique<MemoryConnectionPool>();
    auto writer = TRY(pool->take_writer());
    TRY(migrate(*writer));
    pool->record_commit(*writer);
    pool->release_writer(std::move(writer));
    return std::unique_ptr<Catalog>(new SqliteCatalog(std::move(pool), OpenMode::create_or_migrate, Path(":memory:")));
}

Result<Outcome> SqliteCatalog::settle(Connection& writer) {
    TRY(withdraw_commit(writer, file_).during("withdrawing it"));
    return Outcome::undone;
}

Result<> SqliteCatalog::fold_log() {
    ConnectionPool& pool = connections();
    auto connection = TRY(pool.take_writer());
    const auto one_integer = [](Row& row) { return row.integer(); };
    // The first column says whether somebody kept it from finishing.
    const auto blocked = find_row(*connection, "PRAGMA wal_checkpoint(TRUNCATE)", one_integer);
    pool.release_writer(std::move(connection));
    if (!blocked.ok()) return blocked.error();
    if (blocked->value_or(0) == 0) return {};
    return Error(Fault::busy, place() + ": another process uses the catalog; its log stays beside it");
}

Result<> SqliteCatalog::copy_to(const Path& file) const {
    std::error_code error;
    const bool present = std::filesystem::exists(file, error);
    if (error) return Error(Fault::io, "stat " + file.string() + ": " + error.message());
    if (present) return Error(Fault::conflict, file.string() + " exists already");
    auto copied = copy_database(connections(), file);
    // A part of a copy must not be taken for one. That removing it may fail too changes nothing for the caller.
    if (!copied.ok()) std::filesystem::remove(file, error);
    return copied;
}

Result<> SqliteCatalog::check() const {
    const auto transaction = TRY(read());
    std::string findings;
    const auto collect = [&](Row& row) {
        const std::string line = row.text();
        if (line != "ok") findings += (findings.empty() ? "" : "; ") + line;
    };
    const auto collect_reference = [&](Row& row) {
        findings += (findings.empty() ? "" : "; ") + row.text() + " refers to a row that does not exist";
    };
    TRY(for_each_row(transaction.connection(), "PRAGMA integrity_check", collect));
    TRY(for_each_row(transaction.connection(), "PRAGMA foreign_key_check", collect_reference));
    if (!findings.empty()) return Error(Fault::corrupt, place() + ": " + findings);
    return {};
}

}  // namespace slipway::storage
