#pragma once

#include "storage/catalog/connection.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

namespace slipway::testing {

/// What every engine promises to row functions. A `Place` is default-constructible and has `open()`, which gives a
/// connection to a database that may be written. Instantiate with INSTANTIATE_TYPED_TEST_SUITE_P(Name,
/// ConnectionContract, Place).
template <class Place>
class ConnectionContract : public ::testing::Test {
protected:
    ConnectionContract() {
        MUST(connection->run_script("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE, bytes BLOB);"));
    }
    Result<std::int64_t> insert(const std::string& name, const std::optional<Sha256>& bytes = std::nullopt) {
        return storage::insert_row(*connection, "INSERT INTO things (name, bytes) VALUES (?, ?) RETURNING id", name,
                                   bytes);
    }
    std::vector<std::string> names() {
        return MUST(storage::find_rows(*connection, "SELECT name FROM things ORDER BY id",
                                       [](storage::Row& row) { return row.text(); }));
    }

private:
    Place place_;

protected:
    std::unique_ptr<storage::Connection> connection = place_.open();
};

TYPED_TEST_SUITE_P(ConnectionContract);

TYPED_TEST_P(ConnectionContract, GivesBackWhatWasBound) {
    const std::string bytes("\0with zeros\0", 12);
    const auto digest = sha256_of("x");
    auto statement = MUST(this->connection->prepare("SELECT ?, ?, ?, ?, ?, ?"));
    statement.bind(std::int64_t{-7}, true, std::string(), storage::Blob{bytes}, digest, std::optional<Seconds>());

    ASSERT_TRUE(MUST(statement.step()));
    storage::Row row(statement);

    EXPECT_EQ(row.integer(), -7);
    EXPECT_TRUE(row.boolean());
    EXPECT_EQ(row.text(), "");
    EXPECT_EQ(row.text(), bytes);
    EXPECT_EQ(row.digest(), digest);
    EXPECT_EQ(row.optional_time(), std::nullopt);
    EXPECT_FALSE(row.malformed());
    EXPECT_FALSE(MUST(statement.step()));
}

TYPED_TEST_P(ConnectionContract, KeepsNothingOfAnEarlierUse) {
    constexpr const char* sql = "SELECT ?";
    MUST(storage::execute(*this->connection, sql, "first"));

    auto statement = MUST(this->connection->prepare(sql));
    ASSERT_TRUE(MUST(statement.step()));

    EXPECT_EQ(storage::Row(statement).optional_digest(), std::nullopt) << "nothing was bound";
}

TYPED_TEST_P(ConnectionContract, RunsOneStatementTwiceAtOnce) {
    for (const auto* name : {"a", "b"}) MUST(this->insert(name));
    constexpr const char* sql = "SELECT name FROM things ORDER BY id";
    auto outer = MUST(this->connection->prepare(sql));
    ASSERT_TRUE(MUST(outer.step()));

    EXPECT_THAT(this->names(), ::testing::ElementsAre("a", "b"));
    ASSERT_TRUE(MUST(outer.step()));
    EXPECT_EQ(storage::Row(outer).text(), "b");
}

TYPED_TEST_P(ConnectionContract, SaysWhichColumnsAreNotWhatTheyMustBe) {
    MUST(this->insert("text"));

    EXPECT_FAULT(storage::find_row(*this->connection, "SELECT name FROM things",
                                   [](storage::Row& row) { return row.integer(); }),
                 Fault::corrupt);
    EXPECT_FAULT(
        storage::find_row(*this->connection, "SELECT bytes FROM things", [](storage::Row& row) { return row.text(); }),
        Fault::corrupt);
    EXPECT_FAULT(
        storage::find_row(*this->connection, "SELECT name FROM things", [](storage::Row& row) { return row.digest(); }),
        Fault::corrupt);
}

TYPED_TEST_P(ConnectionContract, FindsSetsOfAnySize) {
    std::vector<std::string> wanted;
    for (int i = 0; i < 600; ++i) {
        wanted.push_back("name " + std::to_string(i));
        if (i % 3 == 0) MUST(this->insert(wanted.back()));
    }
    for (const std::size_t size : {0U, 1U, 2U, 5U, 17U, 65U, 256U, 257U, 600U}) {
        std::size_t found = 0;
        MUST(storage::for_each_row_of_set(
            *this->connection, "SELECT name FROM things WHERE id > ? AND name IN (?...)",
            std::span<const std::string>(wanted).first(size), [&](storage::Row&) { ++found; }, 0));
        EXPECT_EQ(found, (size + 2) / 3) << size;
    }
}

TYPED_TEST_P(ConnectionContract, FindsSetsOfRows) {
    using Wanted = std::tuple<std::string, std::int64_t>;
    for (const auto* name : {"a", "b", "c"}) MUST(this->insert(name));
    const std::vector<Wanted> wanted = {{"a", 1}, {"b", 1}, {"c", 3}, {"d", 4}};

    std::vector<std::string> found;
    MUST(storage::for_each_row_of_set(
        *this->connection,
        "SELECT name FROM (VALUES (?, ?)...) AS wanted CROSS JOIN things WHERE name = column1 AND id = column2",
        std::span<const Wanted>(wanted), [&](storage::Row& row) { found.push_back(row.text()); }));

    EXPECT_THAT(found, ::testing::UnorderedElementsAre("a", "c"));
}

TYPED_TEST_P(ConnectionContract, CountsWhatAStatementChanged) {
    for (const auto* name : {"a", "b", "c"}) MUST(this->insert(name));

    MUST(storage::execute(*this->connection, "DELETE FROM things WHERE name > ?", "a"));
    EXPECT_EQ(this->connection->changes(), 2);
    MUST(storage::for_each_of_many_rows(*this->connection, "SELECT name FROM things", [](storage::Row&) {}));
    EXPECT_EQ(this->connection->changes(), 2) << "what was read is no change";
    MUST(storage::execute(*this->connection, "INSERT INTO things (name) VALUES (?) ON CONFLICT DO NOTHING", "a"));
    EXPECT_EQ(this->connection->changes(), 0);
}

TYPED_TEST_P(ConnectionContract, TakesAStepBackUnlessItIsReleased) {
    MUST(this->connection->begin(storage::Begin::to_write));
    {
        auto kept = MUST(storage::Savepoint::begin(*this->connection));
        MUST(this->insert("kept"));
        MUST(std::move(kept).release());
    }
    {
        const auto given_up = MUST(storage::Savepoint::begin(*this->connection));
        MUST(this->insert("given up"));
        EXPECT_FAULT(this->insert("kept"), Fault::conflict);
    }

    EXPECT_TRUE(this->connection->in_transaction());
    EXPECT_EQ(this->connection->commit().outcome, storage::Outcome::durable);
    EXPECT_FALSE(this->connection->in_transaction());
    EXPECT_THAT(this->names(), ::testing::ElementsAre("kept"));
}

TYPED_TEST_P(ConnectionContract, TakesAStepBackAlsoWhereAStatementFailsForWhichNobodyWaits) {
    MUST(this->insert("there"));
    MUST(this->connection->begin(storage::Begin::to_write));
    {
        const auto given_up = MUST(storage::Savepoint::begin(*this->connection));
        [[maybe_unused]] const auto told_now_or_later =
            storage::execute_later(*this->connection, "INSERT INTO things (name) VALUES (?)", "there");
    }
    MUST(this->insert("next"));

    EXPECT_EQ(this->connection->commit().outcome, storage::Outcome::durable);
    EXPECT_THAT(this->names(), ::testing::ElementsAre("there", "next"));
}

TYPED_TEST_P(ConnectionContract, VisitsManyRowsWhileOthersAreAskedFor) {
    constexpr std::size_t many = 2000;
    MUST(this->connection->begin(storage::Begin::to_write));
    for (std::size_t i = 0; i < many; ++i)
        MUST(storage::execute_later(*this->connection, "INSERT INTO things (name) VALUES (?)", std::to_string(i)));
    EXPECT_EQ(this->connection->commit().outcome, storage::Outcome::durable);

    MUST(this->connection->begin(storage::Begin::to_read));
    std::size_t found = 0;
    const auto look_again = [&](storage::Row& row) {
        const auto same = storage::find_row(
            *this->connection, "SELECT name FROM things WHERE name = ?", [](storage::Row& of) { return of.text(); },
            row.text());
        if (MUST(same).has_value()) ++found;
    };
    MUST(storage::for_each_of_many_rows(*this->connection, "SELECT name FROM things WHERE id > ?", look_again, 0));

    EXPECT_EQ(found, many);
    EXPECT_TRUE(this->connection->roll_back());
}

TYPED_TEST_P(ConnectionContract, RollsATransactionBack) {
    MUST(this->connection->begin(storage::Begin::to_write));
    MUST(this->insert("a"));

    EXPECT_TRUE(this->connection->roll_back());
    EXPECT_TRUE(this->connection->roll_back()) << "there is none any more";

    EXPECT_THAT(this->names(), ::testing::IsEmpty());
}

TYPED_TEST_P(ConnectionContract, RefusesWhatIsNoStatement) {
    EXPECT_FAULT(this->connection->prepare("SELEKT 1"), Fault::internal);
    EXPECT_FALSE(this->connection->run_script("SELEKT 1").ok());
}

REGISTER_TYPED_TEST_SUITE_P(ConnectionContract, GivesBackWhatWasBound, KeepsNothingOfAnEarlierUse,
                            RunsOneStatementTwiceAtOnce, SaysWhichColumnsAreNotWhatTheyMustBe, FindsSetsOfAnySize,
                            FindsSetsOfRows, CountsWhatAStatementChanged, TakesAStepBackUnlessItIsReleased,
                            TakesAStepBackAlsoWhereAStatementFailsForWhichNobodyWaits,
                            VisitsManyRowsWhileOthersAreAskedFor, RollsATransactionBack, RefusesWhatIsNoStatement);

}  // namespace slipway::testing
