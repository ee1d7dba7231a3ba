#include "server/http/target.hpp"

#include "tests/support/must.hpp"

namespace slipway::http {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(Target, IsSplitAtSlashes) {
    const auto target = MUST(parse_target("/main/deb/dists/dev/InRelease"));

    EXPECT_THAT(target.path, ElementsAre("main", "deb", "dists", "dev", "InRelease"));
    EXPECT_FALSE(target.trailing_slash);
}

TEST(Target, TellsADirectoryFromAFile) {
    EXPECT_TRUE(MUST(parse_target("/main/")).trailing_slash);
    EXPECT_THAT(MUST(parse_target("/main/")).path, ElementsAre("main"));
    EXPECT_THAT(MUST(parse_target("/")).path, IsEmpty());
}

TEST(Target, LeavesEmptySegmentsOutAndSaysSo) {
    const auto target = MUST(parse_target("//main///deb/"));

    EXPECT_THAT(target.path, ElementsAre("main", "deb"));
    EXPECT_TRUE(target.trailing_slash);
    EXPECT_TRUE(target.has_empty_segments);
    EXPECT_FALSE(MUST(parse_target("/main/deb/")).has_empty_segments);
    EXPECT_THAT(MUST(parse_target("//")).path, IsEmpty());
}

TEST(Target, DecodesSegmentsExactlyOnce) {
    EXPECT_THAT(MUST(parse_target("/g%2b%2B_1.0%7erc1.deb")).path, ElementsAre("g++_1.0~rc1.deb"));
    EXPECT_THAT(MUST(parse_target("/%252e")).path, ElementsAre("%2e"));
}

TEST(Target, KeepsAPlusInThePathAndReadsItAsASpaceInTheQuery) {
    const auto target = MUST(parse_target("/g++?name=a+b%2Bc&flag&=x"));

    EXPECT_THAT(target.path, ElementsAre("g++"));
    EXPECT_THAT(target.query.fields(), ElementsAre(Pair("name", "a b+c"), Pair("flag", ""), Pair("", "x")));
}

TEST(Target, TakesAnAbsoluteUrlApart) {
    const auto target = MUST(parse_target("HTTP://example.com:8080/main?x=1"));

    EXPECT_EQ(target.authority, "example.com:8080");
    EXPECT_THAT(target.path, ElementsAre("main"));
    EXPECT_THAT(target.query.fields(), ElementsAre(Pair("x", "1")));
}

TEST(Target, AnAbsoluteUrlWithoutPathMeansTheRoot) {
    EXPECT_TRUE(MUST(parse_target("http://example.com")).trailing_slash);
    EXPECT_THAT(MUST(parse_target("http://example.com?q=1")).query.fields(), ElementsAre(Pair("q", "1")));
}

/// "p0&p1&…"
std::string many_parameters(int count) {
    std::string query = "p0";
    for (int i = 1; i < count; ++i) query += "&p" + std::to_string(i);
    return query;
}

struct BadTarget {
    const char* because;
    std::string target;
};
class BadTargetTest : public ::testing::TestWithParam<BadTarget> {};

TEST_P(BadTargetTest, IsRefused) {
    const auto parsed = parse_target(GetParam().target);

    EXPECT_FAULT(parsed, Fault::invalid_input);
    EXPECT_EQ(parsed.error().code(), "bad-request");
}

INSTANTIATE_TEST_SUITE_P(Target, BadTargetTest,
                         ::testing::Values(BadTarget{"Empty", ""}, BadTarget{"Relative", "main"},
                                           BadTarget{"Authority", "example.com:443"}, BadTarget{"Dot", "/a/./b"},
                                           BadTarget{"DotBehindTwoSlashes", "/a//."}, BadTarget{"DotDot", "/a/../b"},
                                           BadTarget{"EncodedDotDot", "/a/%2e%2E/b"},
                                           BadTarget{"DotDotAtTheEnd", "/a/.."}, BadTarget{"EncodedSlash", "/a%2fb"},
                                           BadTarget{"EncodedNul", "/a%00"}, BadTarget{"EncodedNewline", "/a%0a"},
                                           BadTarget{"ShortEscape", "/a%2"}, BadTarget{"LonePercent", "/100%"},
                                           BadTarget{"NoHexDigits", "/a%zz"}, BadTarget{"EscapeInQuery", "/a?b=%"},
                                           BadTarget{"ControlInQuery", "/a?b=c%0d"},
                                           BadTarget{"ControlInTheNameOfAParameter", "/a?b%00=c"},
                                           BadTarget{"AnotherLinesEndInQuery", "/a?reason=b%C2%85c"},
                                           BadTarget{"ATab", "/a%09b"}, BadTarget{"AnotherLinesEnd", "/a%C2%85b"},
                                           BadTarget{"AnotherLinesEndAsItIs",
                                                     "/a\xC2\x85"
                                                     "b"},
                                           BadTarget{"TooManyParameters", "/a?" + many_parameters(65)},
                                           BadTarget{"Fragment", "/a#b"}, BadTarget{"UrlWithoutHost", "http:///a"}),
                         [](const auto& row) { return row.param.because; });

}  // namespace
}  // namespace slipway::http
