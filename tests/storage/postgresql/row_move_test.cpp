// A catalog goes from SQLite into PostgreSQL and from there into SQLite again: every table is the same, byte by byte.
#include "tests/storage/moving/row_move_fixture.hpp"
#include "tests/storage/postgresql/postgresql_fixture.hpp"

namespace slipway::storage {
namespace {

class MoveThroughPostgresql : public testing::RowMoveFixture {
protected:
    MovedCatalog target() const { return {*target_, Engine::postgresql}; }
    std::string query(const std::string& sql) const { return testing::postgresql_server().query(database_, sql); }

    const std::string database_ = testing::make_catalog_database();
    std::unique_ptr<Catalog> target_ =
        testing::open_catalog(testing::impatient(testing::postgresql_server().url(database_)));
};

TEST_F(MoveThroughPostgresql, ChangesNoByteOfAnyTable) {
    MUST(move(source(), target()));
    const auto there = MUST(compare(*source_, *target_));
    const auto back = in_files("back.db");

    MUST(move(target(), {*back, Engine::sqlite}));

    EXPECT_EQ(MUST(compare(*source_, *back)), there);
    MUST(back->check());
}

TEST_F(MoveThroughPostgresql, GoesOnWhereItWasInterrupted) {
    for (int killed = 0; killed < 12; ++killed) move_and_be_killed(target(), killed % 3);

    MUST(move(source(), target()));

    MUST(compare(*source_, *target_));
}

TEST_F(MoveThroughPostgresql, LetsIdsGoOnBehindThoseThatAreGone) {
    MUST(move(source(), target()));

    EXPECT_EQ(query("INSERT INTO tokens (name, secret_digest, created_at)"
                    " VALUES ('next', decode(repeat('aa', 32), 'hex'), 1) RETURNING id"),
              "9");
    EXPECT_EQ(query("SELECT pg_sequence_last_value('packages_id_seq')"), "2100");
    const auto from = MUST(source_->read());
    const auto to = MUST(target_->read());
    EXPECT_EQ(MUST(to.connection().last_id()), MUST(from.connection().last_id()));
}

TEST_F(MoveThroughPostgresql, BringsTheIdsThatAreGoneBack) {
    MUST(move(source(), target()));
    const auto back = in_files("back.db");
    MUST(move(target(), {*back, Engine::sqlite}));

    const auto tx = MUST(back->read());
    const auto last = MUST(find_row(
        tx.connection(), "SELECT seq FROM sqlite_sequence WHERE name = ?", [](Row& row) { return row.integer(); },
        "tokens"));

    EXPECT_EQ(last, 8);
}

}  // namespace
}  // namespace slipway::storage
