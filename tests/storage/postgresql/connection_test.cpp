#include "storage/postgresql/connection.hpp"

#include "storage/catalog/repeated_write.hpp"
#include "tests/storage/postgresql/postgresql_fixture.hpp"

#include <atomic>
#include <deque>

namespace slipway::storage {
namespace {

using testing::impatient;
using testing::open_catalog;
using testing::postgresql_server;

class PostgresqlConnections : public testing::PostgresqlTest {
protected:
    std::unique_ptr<PostgresqlConnection> connect() {
        return MUST(PostgresqlConnection::open(servers_.emplace_back(settings)));
    }
    static Result<> set(Connection& connection, const char* name, const std::string& value) {
        return execute(connection, "UPDATE facts SET value = ? WHERE name = ?", value, name);
    }
    static std::string get(Connection& connection, const char* name) {
        return MUST(
                   find_row(
                       connection, "SELECT value FROM facts WHERE name = ?", [](Row& row) { return row.text(); }, name))
            .value_or("none");
    }

    PostgresqlSettings settings = impatient(url());

private:
    std::deque<DatabaseServer> servers_;  // of the connections
};

TEST_F(PostgresqlConnections, TellASerialisationFailureBetweenTwoFromOtherFaults) {
    query("INSERT INTO facts VALUES ('a', ''), ('b', '')");
    const auto one = connect();
    const auto two = connect();
    for (const auto& connection : {one.get(), two.get()})
        MUST(connection->run_script("BEGIN ISOLATION LEVEL SERIALIZABLE"));
    get(*one, "a");
    get(*two, "b");
    MUST(set(*one, "b", "by one"));
    MUST(set(*two, "a", "by two"));

    EXPECT_EQ(one->commit().outcome, Outcome::durable);
    const auto failed = two->commit();

    EXPECT_EQ(failed.outcome, Outcome::undone);
    EXPECT_FAULT(failed.result, Fault::busy);
    EXPECT_TRUE(two->is_worth_repeating());
    EXPECT_FALSE(one->is_worth_repeating());
}

TEST_F(PostgresqlConnections, RepeatWhatTheDatabaseUndoesForTheSakeOfOthers) {
    const auto catalog = open_catalog(settings);
    int attempts = 0;

    const auto done = write_repeatedly(*catalog, [&](WriteTransaction& tx) -> Result<> {
        TRY(save_fact(tx, "value", std::to_string(++attempts)));
        if (attempts == 3) return {};
        return tx.connection().run_script("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END $$");
    });

    EXPECT_TRUE(done.ok());
    EXPECT_EQ(fact(*catalog, "value"), "3");
}

TEST_F(PostgresqlConnections, RepeatAFewTimesOnlyAndNothingElse) {
    const auto catalog = open_catalog(settings);
    int attempts = 0;
    const auto failing_with = [&](const std::string& state) {
        attempts = 0;
        return write_repeatedly(*catalog, [&](WriteTransaction& tx) {
            ++attempts;
            return tx.connection().run_script("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '" + state +
                                              "'; END $$");
        });
    };

    EXPECT_FAULT(failing_with("40P01"), Fault::busy);
    EXPECT_EQ(attempts, 4);
    EXPECT_FAULT(failing_with("53100"), Fault::storage_full);
    EXPECT_EQ(attempts, 1);
}

TEST_F(PostgresqlConnections, LetAWriterOfAnotherProcessWaitAndThenSeeAll) {
    const auto here = open_catalog(settings);
    const auto there = open_catalog(settings);
    auto tx = MUST(here->write());
    MUST(save_fact(tx, "value", "from here"));
    std::optional<std::string> seen;

    std::thread other([&] {
        const auto later = MUST(there->write());
        seen = MUST(find_fact(later, "value"));
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    MUST(std::move(tx).commit());
    other.join();

    EXPECT_EQ(seen, "from here");
}

TEST_F(PostgresqlConnections, GiveUpWaitingForTheTurn) {
    settings.lock_within = std::chrono::milliseconds(50);
    const auto one = connect();
    const auto two = connect();
    MUST(one->begin(Begin::to_write));

    EXPECT_FAULT(two->begin(Begin::to_write), Fault::busy);
    EXPECT_TRUE(two->roll_back());
    EXPECT_FAULT(two->begin(Begin::to_write_at_once), Fault::busy);
    EXPECT_TRUE(two->roll_back());
    EXPECT_TRUE(one->roll_back());
    EXPECT_TRUE(two->begin(Begin::to_write_at_once).ok());
}

TEST_F(PostgresqlConnections, TakeTheTurnFromAWriterThatStandsStill) {
    settings.idle_within = std::chrono::milliseconds(100);
    const auto one = connect();
    const auto two = connect();
    MUST(one->begin(Begin::to_write));
    MUST(execute(*one, "INSERT INTO facts (name, value) VALUES ('one', '')"));

    EXPECT_TRUE(two->begin(Begin::to_write).ok());

    EXPECT_NE(one->commit().outcome, Outcome::durable);
    EXPECT_FALSE(one->roll_back());
    EXPECT_EQ(get(*two, "one"), "none");
}

TEST_F(PostgresqlConnections, SendWhatNobodyWaitsForTogether) {
    std::atomic<std::size_t> exchanges{0};
    settings.observe_exchange = [&](const Exchange&) { ++exchanges; };
    const auto connection = connect();
    MUST(connection->begin(Begin::to_write));
    const char* insert = "INSERT INTO facts (name, value) VALUES (?, ?)";
    MUST(execute_later(*connection, insert, "first", ""));  // prepares it
    const std::size_t before = exchanges;

    for (int i = 0; i < 600; ++i) MUST(execute_later(*connection, insert, std::to_string(i), "x"));
    EXPECT_EQ(connection->commit().outcome, Outcome::durable);

    EXPECT_EQ(exchanges - before, 3U) << "256 at a time";
    EXPECT_EQ(query("SELECT count(*) FROM facts"), "601");
    EXPECT_EQ(connection->total_changes(), 601);
}

TEST_F(PostgresqlConnections, FetchManyRowsAThousandAtATime) {
    query("INSERT INTO facts SELECT i, 'x' FROM generate_series(1, 2000) i");
    std::atomic<std::size_t> exchanges{0};
    settings.observe_exchange = [&](const Exchange&) { ++exchanges; };
    const auto connection = connect();
    MUST(connection->begin(Begin::to_write));
    const std::size_t before = exchanges;
    std::size_t found = 0;

    MUST(for_each_of_many_rows(
        *connection, "SELECT name FROM facts WHERE value = ?", [&](Row& row) { found += row.text().empty() ? 0 : 1; },
        "x"));

    EXPECT_EQ(found, 2000U);
    EXPECT_EQ(exchanges - before, 3U) << "a third one finds nothing more";
    EXPECT_EQ(connection->total_changes(), 0) << "what was read is no change";
}

TEST_F(PostgresqlConnections, VisitManyRowsAlsoOutsideOfATransaction) {
    query("INSERT INTO facts SELECT i, 'x' FROM generate_series(1, 2000) i");
    std::size_t found = 0;

    MUST(for_each_of_many_rows(*connect(), "SELECT name FROM facts", [&](Row&) { ++found; }));

    EXPECT_EQ(found, 2000U);
}

TEST_F(PostgresqlConnections, TellOfWhatFailedBehindTheirBacksAtTheCommit) {
    const auto connection = connect();
    MUST(connection->begin(Begin::to_write));
    for (int i = 0; i < 2; ++i)
        EXPECT_TRUE(execute_later(*connection, "INSERT INTO facts (name, value) VALUES ('same', '')").ok());

    const auto end = connection->commit();

    EXPECT_EQ(end.outcome, Outcome::undone);
    EXPECT_FAULT(end.result, Fault::conflict);
    EXPECT_TRUE(connection->roll_back());
    EXPECT_EQ(query("SELECT count(*) FROM facts"), "0");
}

TEST_F(PostgresqlConnections, AreUsableAfterAStatementThatTookTooLong) {
    settings.answer_within = std::chrono::milliseconds(100);
    const auto connection = connect();
    MUST(connection->begin(Begin::to_read));

    EXPECT_FAULT(execute(*connection, "SELECT pg_sleep(5)"), Fault::busy);
    EXPECT_TRUE(connection->roll_back());
    EXPECT_TRUE(connection->begin(Begin::to_read).ok());
}

TEST_F(PostgresqlConnections, PrepareAStatementAnewForValuesOfAnotherType) {
    const auto connection = connect();
    const auto same = [&](const auto& value) {
        return MUST(find_row(
                        *connection, "SELECT ?", [](Row& row) { return row.text(); }, value))
            .value();
    };

    EXPECT_EQ(same("text"), "text");
    EXPECT_EQ(same(7), "7");
    EXPECT_EQ(same(Blob{std::string_view("\0x", 2)}), std::string("\0x", 2));
    EXPECT_EQ(same("again"), "again");
}

TEST_F(PostgresqlConnections, PrepareAStatementAnewThatStoodBehindAFailure) {
    const auto connection = connect();
    MUST(connection->begin(Begin::to_write));
    EXPECT_TRUE(execute_later(*connection, "INSERT INTO facts (name, value) VALUES (NULL, '')").ok());
    EXPECT_FALSE(execute(*connection, "SELECT ?", 1).ok());
    EXPECT_TRUE(connection->roll_back());

    EXPECT_TRUE(execute(*connection, "SELECT ?", 1).ok());
}

TEST_F(PostgresqlConnections, RefuseMoreValuesThanParameters) {
    EXPECT_FAULT(execute(*connect(), "SELECT ?", 1, 2), Fault::internal);
}

TEST(PostgresqlOpening, SaysWhatIsMissing) {
    const auto& server = postgresql_server();
    const auto open = [](const std::string& url) -> Result<> {
        DatabaseServer database(impatient(url));
        TRY(PostgresqlConnection::open(database));
        return {};
    };

    EXPECT_FAULT(open(server.url("none")), Fault::not_found);
    EXPECT_FAULT(open("postgresql://nobody@127.0.0.1:" + std::to_string(server.port()) + "/postgres"), Fault::io);
    server.query("postgres",
                 "CREATE DATABASE latin1 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER libc"
                 " TEMPLATE template0");
    EXPECT_FAULT(open(server.url("latin1")), Fault::unsupported);
    EXPECT_FAULT(open("postgresql://slipway:secret@127.0.0.1:1/postgres"), Fault::busy);
    EXPECT_THAT(open("postgresql://slipway:secret@127.0.0.1:1/postgres").error().message(),
                ::testing::Not(::testing::HasSubstr("secret")));
}

}  // namespace
}  // namespace slipway::storage
