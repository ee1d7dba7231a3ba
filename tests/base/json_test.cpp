#include "base/json.hpp"

#include <gtest/gtest.h>

namespace slipway {
namespace {

std::string written(std::string_view text) { return Json(text).text(); }

TEST(Json, RendersMembersInTheOrderTheyWereGiven) {
    auto json = Json::object({{"z", -1}, {"a", "quote \" here"}, {"none", nullptr}});

    json.add("list", std::vector<std::string>{"x", "y"}).add("yes", true);

    EXPECT_EQ(json.text(), R"({"z":-1,"a":"quote \" here","none":null,"list":["x","y"],"yes":true})");
}

TEST(Json, JoinsObjectsOfWhichAnyMayBeEmpty) {
    const auto empty = Json::object();
    const auto one = Json::object({{"a", 1}});

    EXPECT_EQ(Json(empty).add_members(empty).text(), "{}");
    EXPECT_EQ(Json(empty).add_members(one).text(), R"({"a":1})");
    EXPECT_EQ(Json(one).add_members(empty).text(), R"({"a":1})");
    EXPECT_EQ(Json(one).add_members(Json::object({{"b", 2}})).text(), R"({"a":1,"b":2})");
}

TEST(Json, OfNothingIsNull) {
    EXPECT_EQ(Json(std::optional<int>()).text(), "null");
    EXPECT_EQ(Json(std::optional<int>(0)).text(), "0");
}

TEST(Json, EscapesQuotesBackslashesAndControls) {
    EXPECT_EQ(written("a\"b\\c"), R"("a\"b\\c")");
    EXPECT_EQ(written("\n\t\r\x01"), R"("\n\t\r\u0001")");
    EXPECT_EQ(written(std::string_view("\0", 1)), R"("\u0000")");
    EXPECT_EQ(written(""), R"("")");
    EXPECT_EQ(Json::object({{"a\"b", 1}}).text(), R"({"a\"b":1})");
}

TEST(Json, EscapesWhatSteersATerminalOrEndsALineForSomeReaders) {
    EXPECT_EQ(written("a\x7f"), R"("a\u007f")");
    EXPECT_EQ(written("\xc2\x85\xc2\x9b[2J"), R"("\u0085\u009b[2J")");
    EXPECT_EQ(written("\xe2\x80\xa8-\xe2\x80\xa9"), R"("\u2028-\u2029")");
}

TEST(Json, KeepsUtf8AndReplacesOtherBytes) {
    EXPECT_EQ(written("\xe2\x82\xac"), "\"\xe2\x82\xac\"");
    EXPECT_EQ(written("a\xffz"), "\"a\xef\xbf\xbdz\"");
    EXPECT_EQ(written("\xe2\x82"), "\"\xef\xbf\xbd\xef\xbf\xbd\"");
}

}  // namespace
}  // namespace slipway
