// Rows go from one catalog into another one, here of the same engine; tests/storage/postgresql/row_move_test.cpp is of
// two.
#include "storage/identity/move_marks.hpp"
#include "tests/storage/moving/row_move_fixture.hpp"

namespace slipway::storage {
namespace {

using ::testing::HasSubstr;

class RowMoveTest : public testing::RowMoveFixture {
protected:
    MovedCatalog target() const { return {*target_, Engine::sqlite}; }
    void expect_difference(const std::string& table) const {
        const auto compared = compare(*source_, *target_);
        EXPECT_FAULT(compared, Fault::corrupt);
        EXPECT_THAT(compared.error().message(), HasSubstr("the rows of " + table + " differ"));
    }

    std::unique_ptr<Catalog> target_ = in_files("target.db");
};

TEST_F(RowMoveTest, HasSampleRowsForEveryTable) {
    for (const auto& table : MUST(tables_of_today()))
        EXPECT_GT(number(*source_, "SELECT count(*) FROM " + table.name), 0) << table.name;
}

TEST_F(RowMoveTest, CopiesEveryTable) {
    MUST(move(source(), target()));

    const auto moved = MUST(compare(*source_, *target_));

    EXPECT_EQ(moved.tables, MUST(tables_of_today()).size());
    EXPECT_GT(moved.rows, 2000U);
    MUST(target_->check());
}

TEST_F(RowMoveTest, GoesOnWhereItWasInterrupted) {
    int killed = 0;
    for (; killed < 12; ++killed) move_and_be_killed(target(), killed % 3);

    MUST(move(source(), target()));

    MUST(compare(*source_, *target_));
}

TEST_F(RowMoveTest, GivesNoIdAgain) {
    MUST(move(source(), target()));

    for (const auto* table : {"tokens", "keys"}) {
        const auto sql = "SELECT seq FROM sqlite_sequence WHERE name = '" + std::string(table) + "'";
        EXPECT_EQ(number(*target_, sql), number(*source_, sql)) << table;
    }
    const auto from = MUST(source_->read());
    const auto to = MUST(target_->read());
    EXPECT_EQ(MUST(to.connection().last_id()), MUST(from.connection().last_id()));
}

TEST_F(RowMoveTest, FindsARowThatIsOther) {
    MUST(move(source(), target()));
    run(*target_, "UPDATE packages SET summary = 'other' WHERE id = 3");

    expect_difference("packages");
}

TEST_F(RowMoveTest, FindsARowThatIsMissing) {
    MUST(move(source(), target()));
    run(*target_, "DELETE FROM pins");

    expect_difference("pins");
}

TEST_F(RowMoveTest, FindsOutThatTheSourceHasChanged) {
    MUST(move(source(), target()));
    append_event();

    expect_difference("events");
}

TEST_F(RowMoveTest, LeavesTheMarksOfTheMoveWhereTheyAre) {
    MUST(mark_moved(*source_, "elsewhere"));
    MUST(mark_incomplete(*target_, "0123"));

    MUST(move(source(), target()));

    MUST(compare(*source_, *target_));
    EXPECT_EQ(number(*target_, "SELECT count(*) FROM facts WHERE name = 'moved_to'"), 0);
    EXPECT_EQ(number(*target_, "SELECT count(*) FROM facts WHERE name = 'moving_from'"), 1);
    MUST(remove_move_marks(*target_));
    EXPECT_EQ(number(*target_, "SELECT count(*) FROM facts"), 2);
}

}  // namespace
}  // namespace slipway::storage
