#include "base/text.hpp"

#include <gmock/gmock.h>

namespace slipway {
namespace {

using ::testing::ElementsAre;

TEST(Text, LowersAsciiLettersAndNothingElse) {
    EXPECT_EQ(to_lower("A[Z`az{\xc3\x84"), "a[z`az{\xc3\x84");
    EXPECT_TRUE(equal_ignoring_case("Content-Length", "content-LENGTH"));
    EXPECT_FALSE(equal_ignoring_case("a", "aa"));
    EXPECT_FALSE(equal_ignoring_case("@", "`"));
}

TEST(Text, TellsDigitsAndLettersOfAsciiOnly) {
    EXPECT_TRUE(is_digit('0') && is_digit('9') && is_letter('a') && is_letter('Z'));
    EXPECT_FALSE(is_digit('/') || is_digit(':') || is_letter('[') || is_letter('`') || is_letter('\xe4'));
}

TEST(Text, IsTrimmedOfBlanksAndTabs) {
    EXPECT_EQ(trimmed(" \t a b\t "), "a b");
    EXPECT_EQ(trimmed(" \t"), "");
    EXPECT_EQ(trimmed(""), "");
    EXPECT_EQ(trimmed("\na "), "\na");
}

TEST(Text, SplitsIntoOnePartMoreThanSeparators) {
    EXPECT_THAT(split("a,b,,c", ','), ElementsAre("a", "b", "", "c"));
    EXPECT_THAT(split(",", ','), ElementsAre("", ""));
    EXPECT_THAT(split("", ','), ElementsAre(""));
}

TEST(Text, JoinsWithASeparatorOnlyBetween) {
    EXPECT_EQ(join({"a", "", "c"}, ", "), "a, , c");
    EXPECT_EQ(join({"a"}, ", "), "a");
    EXPECT_EQ(join({}, ", "), "");
}

TEST(DecimalNumber, IsReadFromDigitsAlone) {
    EXPECT_EQ(parse_decimal("0"), 0u);
    EXPECT_EQ(parse_decimal("007"), 7u);
    EXPECT_EQ(parse_decimal("18446744073709551615"), UINT64_MAX);
}

TEST(DecimalNumber, IsNothingForAnythingElse) {
    for (const auto* text : {"", "-1", "+1", " 1", "1 ", "1a", "0x1", "1.0", "18446744073709551616"})
        EXPECT_EQ(parse_decimal(text), std::nullopt) << text;
}

struct Sequence {
    const char* name;
    const char* bytes;
    bool is_valid;
};

class Utf8 : public ::testing::TestWithParam<Sequence> {};

TEST_P(Utf8, IsToldFromOtherBytes) { EXPECT_EQ(is_valid_utf8(GetParam().bytes), GetParam().is_valid); }

INSTANTIATE_TEST_SUITE_P(
    , Utf8,
    ::testing::Values(
        Sequence{"Empty", "", true}, Sequence{"Ascii", "abc\x7f", true}, Sequence{"FirstOfTwoBytes", "\xc2\x80", true},
        Sequence{"FirstOfThreeBytes", "\xe0\xa0\x80", true}, Sequence{"LastBeforeTheSurrogates", "\xed\x9f\xbf", true},
        Sequence{"FirstOfFourBytes", "\xf0\x90\x80\x80", true}, Sequence{"LastCodePoint", "\xf4\x8f\xbf\xbf", true},
        Sequence{"LoneContinuation", "\x80", false}, Sequence{"OverlongOfTwoBytes", "\xc1\xbf", false},
        Sequence{"OverlongOfThreeBytes", "\xe0\x9f\xbf", false},
        Sequence{"OverlongOfFourBytes", "\xf0\x8f\xbf\xbf", false}, Sequence{"Surrogate", "\xed\xa0\x80", false},
        Sequence{"AboveTheLastCodePoint", "\xf4\x90\x80\x80", false},
        Sequence{"ByteThatNeverOccurs", "\xf5\x80\x80\x80", false}, Sequence{"CutShort", "a\xe2\x82", false},
        Sequence{"CutByAscii", "\xe2\x82z", false}),
    [](const auto& row) { return row.param.name; });

TEST(Html, EscapesWhatEndsTextAndAttributes) {
    EXPECT_EQ(escape_html("<a href=\"x\" b='y'>&amp;</a>"),
              "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
    EXPECT_EQ(escape_html("plain"), "plain");
}

}  // namespace
}  // namespace slipway
