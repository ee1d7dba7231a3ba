#include "server/http/message.hpp"
#include "server/http/method.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::http {
namespace {

TEST(Headers, AreFoundWhateverTheirCase) {
    Headers headers;
    headers.add("Content-Type", "text/plain");

    EXPECT_EQ(headers.find("content-type"), "text/plain");
    EXPECT_EQ(headers.find("content"), std::nullopt);
    EXPECT_EQ(headers.find("text/plain"), std::nullopt);
}

TEST(Headers, GiveTheFirstOfSeveralFieldsOfOneName) {
    Headers headers;
    headers.add("Via", "a");
    headers.add("via", "b");

    EXPECT_EQ(headers.find("VIA"), "a");
    EXPECT_THAT(headers.find_all("VIA"), ::testing::ElementsAre("a", "b"));
}

TEST(Headers, MayHaveEmptyNamesAndValues) {
    Headers headers;
    headers.add("", "nameless");
    headers.add("Empty", "");
    headers.add("Last", "z");

    EXPECT_EQ(headers.find("Empty"), "");
    EXPECT_EQ(headers.find(""), "nameless");
    EXPECT_EQ(headers.find("Last"), "z");
}

TEST(Headers, AreTheLinesOfAMessage) {
    Headers headers;
    headers.add("A", "1");
    headers.add("B", "2: 3");

    EXPECT_EQ(headers.text(), "A: 1\r\nB: 2: 3\r\n");
    EXPECT_EQ(Headers().text(), "");
}

TEST(Headers, CannotSplitAMessage) {
    Headers headers;
    headers.add("Location", "/x\r\nSet-Cookie: evil=1");
    headers.add("Bad\nName", std::string_view("a\0b", 3));

    EXPECT_EQ(headers.text(), "Location: /x  Set-Cookie: evil=1\r\nBad Name: a b\r\n");
    EXPECT_EQ(headers.find("Set-Cookie"), std::nullopt);
}

TEST(Method, ParsesWhatItRenders) {
    for (const auto method : {Method::get, Method::head, Method::put, Method::post, Method::del, Method::options})
        EXPECT_EQ(parse_method(name_of(method)), method);
}

TEST(Method, IsCaseSensitiveAndKnowsWhenItDoesNotKnow) {
    EXPECT_EQ(parse_method("get"), Method::other);
    EXPECT_EQ(parse_method("PROPFIND"), Method::other);
}

}  // namespace
}  // namespace slipway::http
