#include "storage/postgresql/schema.hpp"

#include "storage/catalog/repositories.hpp"
#include "storage/catalog/sqlite.hpp"
#include "storage/catalog/tokens.hpp"
#include "tests/storage/postgresql/postgresql_fixture.hpp"

#include <array>
#include <deque>
#include <map>
#include <thread>

namespace slipway::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::impatient;
using testing::open_catalog;
using testing::postgresql_server;

/// Columns by table, in their order: "name", and whether it must be there.
using Tables = std::map<std::string, std::vector<std::string>>;

Tables tables_of(Connection& connection, const char* sql) {
    Tables tables;
    MUST(for_each_row(connection, sql, [&](Row& row) {
        auto& columns = tables[row.text()];
        columns.push_back(row.text());
        if (row.boolean()) columns.back() += " NOT NULL";
    }));
    return tables;
}

class PostgresqlSchema : public testing::PostgresqlTest {
protected:
    std::unique_ptr<PostgresqlConnection> connect_to(const std::string& url) {
        return MUST(PostgresqlConnection::open(servers_.emplace_back(impatient(url))));
    }
    std::unique_ptr<PostgresqlConnection> connect(const std::string& database) {
        return connect_to(postgresql_server().url(database));
    }

    const PostgresqlSettings settings = impatient(url());

private:
    std::deque<DatabaseServer> servers_;  // of the connections
};

TEST_F(PostgresqlSchema, HasTheTablesAndColumnsOfSqlite) {
    const auto sqlite = MUST(SqliteConnection::open_in_memory());
    MUST(migrate(*sqlite));
    const auto postgresql = connect_to(url());

    auto theirs = tables_of(*postgresql,
                            "SELECT table_name::text, column_name::text, is_nullable = 'NO' FROM"
                            " information_schema.columns WHERE table_schema = 'public'"
                            " ORDER BY table_name, ordinal_position");
    for (const auto* own : {"cluster", "cluster_nodes", "heads", "leases", "sealed_key_changes", "sealed_keys",
                            "served", "slipway_schema", "turns", "writers"})
        EXPECT_EQ(theirs.erase(own), 1U);
    const auto ours = tables_of(*sqlite,
                                "SELECT t.name, c.name, c.\"notnull\" OR c.pk FROM sqlite_schema t,"
                                " pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"
                                " ORDER BY t.name, c.cid");
    EXPECT_EQ(theirs, ours);
}

TEST_F(PostgresqlSchema, HasNoTextInTheOrderOfALanguage) {
    EXPECT_EQ(query("SELECT 'a' < 'B'"), "t") << "the database itself has one";
    EXPECT_EQ(query("SELECT attrelid::regclass || '.' || attname FROM pg_attribute JOIN pg_class ON oid = attrelid"
                    " WHERE relnamespace = 'public'::regnamespace AND attcollation <> 0"
                    " AND attcollation <> '\"C\"'::regcollation"),
              "");
}

TEST_F(PostgresqlSchema, IsMadeOnceByProcessesThatBeginTogether) {
    const auto database = postgresql_server().make_database();
    std::vector<std::thread> starts;
    std::array<bool, 4> started{};

    for (auto& is_started : started)
        starts.emplace_back(
            [&] { is_started = PostgresqlCatalog::open(impatient(postgresql_server().url(database))).ok(); });
    for (auto& start : starts) start.join();

    EXPECT_THAT(started, ElementsAre(true, true, true, true));
    EXPECT_EQ(postgresql_server().query(database, "SELECT version FROM slipway_schema"),
              std::to_string(all_migrations().back().version));
}

TEST_F(PostgresqlSchema, IsRefusedWhenItIsNewerOrOfAnotherProgram) {
    const auto other = postgresql_server().make_database();
    postgresql_server().query(other, "CREATE TABLE theirs (x int)");
    EXPECT_FAULT(migrate_postgresql(*connect(other)), Fault::unsupported);

    query("UPDATE slipway_schema SET version = 99");
    const auto connection = connect_to(url());

    EXPECT_THAT(migrate_postgresql(*connection).error().message(), HasSubstr("schema version 99"));
    EXPECT_FAULT(check_postgresql_schema(*connection), Fault::unsupported);
}

TEST_F(PostgresqlSchema, RunsMigrationsInOrderAndAFailingOneLeavesItAsItWas) {
    const auto connection = connect(postgresql_server().make_database());
    const std::array first = {Migration{1, "CREATE TABLE a (x INTEGER) STRICT;"}};
    const std::array both = {first[0], Migration{2, "ALTER TABLE a ADD COLUMN y BLOB;"}};
    const std::array broken = {both[0], both[1], Migration{3, "CREATE TABLE b (x TEXT); CREATE TABLE b (x TEXT);"}};

    MUST(migrate_postgresql(*connection, first));
    MUST(migrate_postgresql(*connection, both));
    MUST(migrate_postgresql(*connection, both));

    EXPECT_THAT(migrate_postgresql(*connection, broken).error().message(), HasSubstr("to version 3"));
    EXPECT_EQ(MUST(postgresql_schema_version(*connection)), 2);
    EXPECT_TRUE(connection->run_script("SELECT x, y FROM a").ok());
    EXPECT_FALSE(connection->run_script("SELECT x FROM b").ok());
}

TEST_F(PostgresqlSchema, OfAnotherProcessIsLeftAlone) {
    query("UPDATE slipway_schema SET version = version - 1");

    for (const auto mode : {OpenMode::as_it_is, OpenMode::read_only})
        EXPECT_FAULT(PostgresqlCatalog::open(settings, mode), Fault::unsupported);
}

TEST_F(PostgresqlSchema, KeepsEventsAsTheyAre) {
    query(
        "INSERT INTO events VALUES (1, 0, 'x', 'x', 'x', 'x', 'x', 'x', decode(repeat('00', 32), 'hex'),"
        " decode(repeat('00', 32), 'hex'))");

    EXPECT_THAT(query("UPDATE events SET actor = 'y'"), HasSubstr("never changed"));
    EXPECT_THAT(query("DELETE FROM events"), HasSubstr("never changed or deleted"));
}

TEST_F(PostgresqlSchema, CountsTokensMadeAndDeletedByAnotherProcess) {
    const auto here = open_catalog(settings);
    const auto there = open_catalog(settings);
    const auto generation = [&] {
        const auto tx = MUST(here->read());
        return MUST(token_generation(tx));
    };
    const auto before = generation();

    auto tx = MUST(there->write());
    const auto id = MUST(insert_token(tx, {.name = "ci", .secret_digest = sha256_of("s")}));
    MUST(std::move(tx).commit());
    const auto between = generation();
    auto tx2 = MUST(there->write());
    EXPECT_TRUE(MUST(delete_token(tx2, id)));
    MUST(std::move(tx2).commit());

    EXPECT_NE(before, between);
    EXPECT_NE(between, generation());
}

}  // namespace
}  // namespace slipway::storage
