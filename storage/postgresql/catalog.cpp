#include "storage/postgresql/catalog.hpp"

#include "storage/catalog/migrations.hpp"
#include "storage/catalog/row_copies.hpp"
#include "storage/catalog/sqlite.hpp"
#include "storage/postgresql/connection_pool.hpp"
#include "storage/postgresql/heads.hpp"
#include "storage/postgresql/schema.hpp"

#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

namespace slipway::storage {
namespace {

/// An index over millions of rows takes longer than any statement while clients wait.
constexpr std::chrono::hours longest_migration{1};

/// No writer has this name: theirs have 32 characters.
constexpr const char* owner_of_cluster = "cluster";

Result<> migrate_if_needed(DatabaseServer& server, PostgresqlConnection& connection) {
    if (TRY(is_migrated_postgresql(connection))) return {};
    PostgresqlSettings settings = server.settings();
    settings.answer_within = longest_migration;
    DatabaseServer unhurried(std::move(settings));
    const auto migrating = TRY(PostgresqlConnection::open(unhurried));
    return migrate_postgresql(*migrating);
}

Result<> copy_whole(DatabaseServer& server, const Path& to) {
    const auto source = TRY(PostgresqlConnection::open(server));
    TRY(source->begin(Begin::to_read));
    const auto target = TRY(SqliteConnection::open(to, Access::create));
    TRY(migrate(*target));
    return copy_rows(*source, *target);
}

}  // namespace

PostgresqlCatalog::PostgresqlCatalog(std::unique_ptr<PostgresqlConnectionPool> pool, OpenMode mode, std::string place)
    : PooledCatalog(std::move(pool), mode, std::move(place)),
      server_(static_cast<PostgresqlConnectionPool&>(connections()).server()) {}

Result<std::unique_ptr<Catalog>> PostgresqlCatalog::open(PostgresqlSettings settings, OpenMode mode) {
    auto pool = std::make_unique<PostgresqlConnectionPool>(std::move(settings));
    auto connection = TRY(PostgresqlConnection::open(pool->server()));
    TRY(mode == OpenMode::create_or_migrate ? migrate_if_needed(pool->server(), *connection)
                                            : check_postgresql_schema(*connection));
    auto place = connection->place();
    pool->add_reader(std::move(connection));
    return std::unique_ptr<Catalog>(new PostgresqlCatalog(std::move(pool), mode, std::move(place)));
}

Result<> PostgresqlCatalog::take_over() {
    auto tx = TRY(write());
    TRY(execute(tx.connection(), "UPDATE writers SET owner = ?", server_.writer().name));
    TRY(std::move(tx).commit());
    server_.writer().owner = server_.writer().name;
    return {};
}

/// What a daemon that was no node has published raised no generation.
Result<> PostgresqlCatalog::share(const std::string& node) {
    auto tx = TRY(write());
    const auto owner =
        TRY(find_row(tx.connection(), "SELECT coalesce(owner, '') FROM writers", [](Row& row) { return row.text(); }));
    if (owner != owner_of_cluster) {
        TRY(raise_all_generations(tx, node));
        TRY(execute(tx.connection(), "UPDATE writers SET owner = ?", owner_of_cluster));
    }
    TRY(begin_missing_generations(tx, node));
    TRY(std::move(tx).commit());
    server_.writer().owner = owner_of_cluster;
    return {};
}

CallCounts PostgresqlCatalog::call_counts() const { return server_.counts(); }

Result<Outcome> PostgresqlCatalog::settle(Connection& writer) {
    const auto& turn = static_cast<const PostgresqlConnection&>(writer).turn();  // the pool has no others
    if (!turn) return Error(Fault::internal, place() + ": the transaction had no turn");
    auto outcome = find_outcome(server_.settings(), *turn).during("asking for it");
    if (outcome.ok() && *outcome == Outcome::durable) server_.writer().committed = turn->number;
    return outcome;
}

Result<> PostgresqlCatalog::copy_to(const Path& file) const {
    std::error_code error;
    const bool present = std::filesystem::exists(file, error);
    if (error) return Error(Fault::io, "stat " + file.string() + ": " + error.message());
    if (present) return Error(Fault::conflict, file.string() + " exists already");
    auto copied = copy_whole(server_, file);
    // A part of a copy must not be taken for one. That removing it may fail too changes nothing for the caller.
    if (!copied.ok()) std::filesystem::remove(file, error);
    return copied;
}

Result<> PostgresqlCatalog::check() const {
    const auto transaction = TRY(read());
    std::string findings;
    TRY(for_each_row(transaction.connection(),
                     "SELECT conname::text || ' of ' || conrelid::regclass::text || ' was not checked'"
                     " FROM pg_constraint WHERE NOT convalidated AND connamespace = current_schema()::regnamespace"
                     " UNION ALL SELECT checksum_failures::text || ' pages have a wrong checksum' FROM pg_stat_database"
                     " WHERE datname = current_database() AND checksum_failures > 0",
                     [&](Row& row) { findings += (findings.empty() ? "" : "; ") + row.text(); }));
    if (!findings.empty()) return Error(Fault::corrupt, place() + ": " + findings);
    return {};
}

}  // namespace slipway::storage
