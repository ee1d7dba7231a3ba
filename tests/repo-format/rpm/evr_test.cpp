#include "repo-format/rpm/evr.hpp"

#include "base/text.hpp"
#include "tests/support/command.hpp"
#include "tests/support/must.hpp"

namespace slipway::rpm {
namespace {

struct VersionOrder {
    const char* because;
    const char* older;
    const char* newer;
};

class RpmVersionOrder : public ::testing::TestWithParam<VersionOrder> {};

TEST_P(RpmVersionOrder, Holds) {
    EXPECT_TRUE(compare_versions(GetParam().older, GetParam().newer) < 0);
    EXPECT_TRUE(compare_versions(GetParam().newer, GetParam().older) > 0);
}

INSTANTIATE_TEST_SUITE_P(Rpm, RpmVersionOrder,
                         ::testing::Values(VersionOrder{"NumbersCompareAsNumbers", "1.9", "1.10"},
                                           VersionOrder{"NumbersMayExceed64Bits", "99999999999999999999998",
                                                        "99999999999999999999999"},
                                           VersionOrder{"MoreSegmentsAreNewer", "1.0", "1.0.0"},
                                           VersionOrder{"ANumberOutranksLetters", "1.a", "1.1"},
                                           VersionOrder{"TildeSortsBeforeTheEnd", "1.0~rc1", "1.0"},
                                           VersionOrder{"CaretSortsAfterTheEnd", "1.0", "1.0^git1"},
                                           VersionOrder{"CaretSortsBeforeAnotherSegment", "1.0^git1", "1.0.1"},
                                           VersionOrder{"TildeSortsBeforeCaret", "1.0~rc1", "1.0^git1"},
                                           VersionOrder{"LettersCompareAsText", "1.0a", "1.0b"}),
                         [](const auto& row) { return row.param.because; });

TEST(RpmVersion, SeparatorsAndLeadingZerosDoNotCount) {
    EXPECT_TRUE(compare_versions("1.0.1", "1_0+01") == 0);
    EXPECT_TRUE(compare_versions("1.0.", "1.0") == 0);
}

// clang-format off
const std::vector<std::string> versions{
    "0", "1", "01", "1.0", "1.0.", "1..0", "1.0.1", "1.10", "1.9", "1a", "1.a", "a", "a1", "A", "b", "1.0~", "1~",
    "~", "^", "1^", "1.0^", "1~^", "1^~", "1^.1", "1.0^1", "+", "1_0", "2e3", "fc37", "37", "2.0", "2_0", "xyz10",
    "1.fc4", "1.0~~", "1.0~rc", "1.0^git", "1.0.1^", "1.0^20210101~beta", "20101121", "xyz10.1",
    "9223372036854775808", "92233720368547758080"};
// clang-format on

TEST(RpmVersion, TheOrderIsRpmsOwn) {
    std::string program = "%{lua:";
    std::string ours;
    for (const auto& a : versions)
        for (const auto& b : versions) {
            program += fmt::format("print('{0}','{1}',rpm.vercmp('{0}','{1}')..';')\n", a, b);
            const auto order = compare_versions(a, b);
            ours += fmt::format("{}\t{}\t{};", a, b, order < 0 ? -1 : order > 0 ? 1 : 0);
        }

    const auto rpm = testing::run_command({"rpm", "--eval", program + "}"});

    EXPECT_EQ(rpm.output, ours + "\n");  // one line: rpm's print adds no newline
}

TEST(Evr, TheEpochDecidesFirstAndAMissingOneIsZero) {
    EXPECT_TRUE(compare_evr("9.9-1", "1:0.1-1") < 0);
    EXPECT_TRUE(compare_evr("0:1.0-1", "1.0-1") == 0);
    EXPECT_TRUE(compare_evr("2:1.0-1", "10:1.0-1") < 0);
    EXPECT_TRUE(compare_evr("1.0-2", "1.0-10") < 0);
}

TEST(Evr, AnEpochIsANumber) {
    EXPECT_EQ(parse_evr("1.0:2-3"), (Evr{"", "1.0:2", "3"}));
    EXPECT_EQ(parse_evr("-1:"), (Evr{"", "", "1:"}));
    EXPECT_EQ(parse_evr(":1-2"), (Evr{"", "1", "2"}));
}

TEST(Evr, RenderAndParseAreInverse) {
    for (const Evr& evr : {Evr{"", "1.0", "1"}, Evr{"3", "1.0~rc1", "2.fc40"}, Evr{"0", "1^x", "0.1"}})
        EXPECT_EQ(parse_evr(render(evr)), evr);
}

}  // namespace
}  // namespace slipway::rpm
