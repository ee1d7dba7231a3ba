#include "storage/moving/row_values.hpp"

#include <gmock/gmock.h>

namespace slipway::storage {
namespace {

RowValues row(std::vector<std::variant<std::monostate, std::int64_t, std::string>> values) {
    return {std::move(values)};
}

RowSum sum_of(const std::vector<RowValues>& rows) {
    RowSum sum;
    for (const auto& one : rows) sum.add(one);
    return sum;
}

TEST(RowSum, IsTheSameInAnyOrder) {
    EXPECT_EQ(sum_of({row({1, "a"}), row({2, "b"})}), sum_of({row({2, "b"}), row({1, "a"})}));
}

TEST(RowSum, TellsRowsApart) {
    const auto one = sum_of({row({1, "ab", "c"})});
    for (const auto& other : {row({1, "a", "bc"}), row({2, "ab", "c"}), row({"1", "ab", "c"}),
                              row({1, "ab", std::monostate()}), row({1, "ab", ""}), row({1, "ab"})})
        EXPECT_NE(one, sum_of({other}));
}

TEST(RowSum, CountsARowThatIsThereTwice) {
    const auto twice = sum_of({row({1}), row({1})});

    EXPECT_EQ(twice.rows, 2U);
    EXPECT_NE(twice.sum, sum_of({row({2}), row({3})}).sum);
}

TEST(RowValues, KnowHowMuchMemoryTheyTake) { EXPECT_EQ(row({1, "abc", std::monostate()}).bytes(), 8U + 3U + 8U); }

}  // namespace
}  // namespace slipway::storage
