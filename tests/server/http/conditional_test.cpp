#include "server/http/conditional.hpp"

#include "tests/support/must.hpp"

namespace slipway::http {
namespace {

constexpr const char* date = "Sun, 22 Nov 2026 16:01:02 GMT";

Validators validators() { return {"\"v1\"", parse_http_date(date)}; }
Validators without_date() { return {"\"v1\"", std::nullopt}; }

Headers with(std::string_view name, std::string_view value) {
    Headers headers;
    headers.add(name, value);
    return headers;
}

Request get_with(Headers headers) {
    Request request;
    request.headers = std::move(headers);
    return request;
}

Representation ten_bytes() {
    return {"text/plain", "no-cache", Window<SharedBytes>{std::make_shared<const std::string>("0123456789"), 0, 10}};
}

TEST(IfNoneMatch, ComparesWeaklyWithAnyOfTheList) {
    EXPECT_TRUE(is_not_modified(with("If-None-Match", "\"v0\", W/\"v1\""), validators()));
    EXPECT_TRUE(is_not_modified(with("If-None-Match", "*"), validators()));
    EXPECT_FALSE(is_not_modified(with("If-None-Match", "\"v0\""), validators()));
}

TEST(IfNoneMatch, DecidesAloneWhereBothConditionsAreSent) {
    auto headers = with("If-None-Match", "\"v0\"");
    headers.add("If-Modified-Since", date);

    EXPECT_FALSE(is_not_modified(headers, validators()));
}

TEST(IfModifiedSince, IsAnsweredByNotModifiedOnlyForTheVeryDate) {
    EXPECT_TRUE(is_not_modified(with("If-Modified-Since", date), validators()));
    EXPECT_FALSE(is_not_modified(with("If-Modified-Since", "Sun, 22 Nov 2026 16:01:03 GMT"), validators()));
    EXPECT_FALSE(is_not_modified(with("If-Modified-Since", "yesterday"), validators()));
}

TEST(IfModifiedSince, NeverMatchesWhatHasNoDate) {
    EXPECT_FALSE(is_not_modified(with("If-Modified-Since", date), without_date()));
}

TEST(IfRange, HoldsForTheStrongETagOnly) {
    EXPECT_TRUE(if_range_holds(with("If-Range", "\"v1\""), validators()));
    EXPECT_FALSE(if_range_holds(with("If-Range", "W/\"v1\""), validators()));
    EXPECT_FALSE(if_range_holds(with("If-Range", "\"v0\""), validators()));
}

TEST(IfRange, HoldsForTheVeryDate) {
    EXPECT_TRUE(if_range_holds(with("If-Range", date), validators()));
    EXPECT_FALSE(if_range_holds(with("If-Range", date), without_date()));
}

TEST(ConditionalAnswer, CarriesTheValidatorsAndTheWholeBody) {
    const auto response = answer_conditionally(get_with({}), validators(), ten_bytes());

    EXPECT_EQ(response.status, 200U);
    EXPECT_EQ(size_of(response.body), 10U);
    EXPECT_EQ(response.headers.find("ETag"), "\"v1\"");
    EXPECT_EQ(response.headers.find("Last-Modified"), date);
    EXPECT_EQ(response.headers.find("Accept-Ranges"), "bytes");
    EXPECT_EQ(response.headers.find("Content-Type"), "text/plain");
    EXPECT_EQ(response.headers.find("Cache-Control"), "no-cache");
}

TEST(ConditionalAnswer, ANotModifiedHasValidatorsAndTheRuleOfCachingButNothingOfTheBody) {
    const auto response = answer_conditionally(get_with(with("If-None-Match", "\"v1\"")), validators(), ten_bytes());

    EXPECT_EQ(response.status, 304U);
    EXPECT_EQ(size_of(response.body), 0U);
    EXPECT_EQ(response.headers.text(),
              "Cache-Control: no-cache\r\nETag: \"v1\"\r\nLast-Modified: " + std::string(date) + "\r\n");
}

TEST(ConditionalAnswer, CutsARangeOutOfAWindow) {
    const auto response = answer_conditionally(get_with(with("Range", "bytes=2-4")), validators(), ten_bytes());

    const auto& window = std::get<Window<SharedBytes>>(response.body);
    EXPECT_EQ(response.status, 206U);
    EXPECT_EQ(response.headers.find("Content-Range"), "bytes 2-4/10");
    EXPECT_EQ(window.of->substr(window.offset, window.length), "234");
}

TEST(ConditionalAnswer, SendsTheWholeBodyWhenIfRangeNamesAnotherGeneration) {
    auto headers = with("Range", "bytes=2-4");
    headers.add("If-Range", date);

    EXPECT_EQ(answer_conditionally(get_with(headers), validators(), ten_bytes()).status, 206U);
    EXPECT_EQ(answer_conditionally(get_with(headers), without_date(), ten_bytes()).status, 200U);
}

TEST(ConditionalAnswer, IgnoresRangeInAHeadRequest) {
    auto request = get_with(with("Range", "bytes=2-4"));
    request.method = Method::head;

    EXPECT_EQ(answer_conditionally(request, validators(), ten_bytes()).status, 200U);
}

TEST(ConditionalAnswer, RefusesARangeBehindTheEndWithTheSize) {
    const auto response = answer_conditionally(get_with(with("Range", "bytes=10-")), validators(), ten_bytes());

    EXPECT_EQ(response.status, 416U);
    EXPECT_EQ(response.headers.find("Content-Range"), "bytes */10");
    EXPECT_EQ(response.headers.find("Cache-Control"), "no-store");
}

TEST(Preconditions, HoldWhereWhatIsThereIsExpected) {
    EXPECT_TRUE(preconditions_hold({}, {}, "\"v1\""));
    EXPECT_TRUE(preconditions_hold("\"v0\", \"v1\"", {}, "\"v1\""));
    EXPECT_TRUE(preconditions_hold("*", {}, "\"v1\""));
    EXPECT_TRUE(preconditions_hold({}, "\"v0\"", "\"v1\""));
    EXPECT_TRUE(preconditions_hold({}, "*", std::nullopt));
}

TEST(Preconditions, DoNotHoldElsewhere) {
    EXPECT_FALSE(preconditions_hold("\"v0\"", {}, "\"v1\""));
    EXPECT_FALSE(preconditions_hold("W/\"v1\"", {}, "\"v1\"")) << "a weak tag does not name these bytes";
    EXPECT_FALSE(preconditions_hold("*", {}, std::nullopt));
    EXPECT_FALSE(preconditions_hold({}, "*", "\"v1\""));
    EXPECT_FALSE(preconditions_hold({}, "W/\"v1\"", "\"v1\""));
}

}  // namespace
}  // namespace slipway::http
