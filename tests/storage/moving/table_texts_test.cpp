#include "storage/moving/table_texts.hpp"

#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace slipway::storage {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

MovedTable texts_of(const std::string& name) {
    auto tables = MUST(tables_of_today());
    const auto found = std::ranges::find(tables, name, &Table::name);
    return found == tables.end() ? MovedTable() : moved_table(*found);
}

TEST(MovedTable, IsReadInTheOrderOfItsKeys) {
    EXPECT_EQ(texts_of("pins").select,
              R"(SELECT "repository", "name", "channel", "revision", "created_at", "created_by" FROM pins)"
              R"( ORDER BY "repository", "name")");
}

TEST(MovedTable, OfATableWithoutAPrimaryKeyIsReadInTheOrderOfItsUniqueColumns) {
    EXPECT_THAT(texts_of("entry_points").select,
                ::testing::EndsWith(R"(ORDER BY "channel", "distro", "architecture")"));
}

TEST(MovedTable, IsInsertedInSets) {
    EXPECT_EQ(texts_of("facts").insert, R"(INSERT INTO facts ("name", "value") VALUES (?, ?)...)");
}

TEST(MovedTable, OfFactsLeavesOutTheMarksOfTheMove) {
    EXPECT_EQ(texts_of("facts").remove,
              "DELETE FROM facts WHERE name NOT IN ('moved_to', 'moving_from', 'moved_rows')");
}

TEST(MovedTable, OfEventsIsNeverEmptied) { EXPECT_THAT(texts_of("events").remove, IsEmpty()); }

TEST(Table, HasAKeyWhateverItIs) {
    for (const auto& table : MUST(tables_of_today())) EXPECT_THAT(table.key, Not(IsEmpty())) << table.name;
}

TEST(Table, KnowsWhichIdsAreNeverGivenAgain) {
    EXPECT_TRUE(texts_of("tokens").table.never_reuses_an_id);
    EXPECT_FALSE(texts_of("packages").table.never_reuses_an_id);
}

}  // namespace
}  // namespace slipway::storage
