#include "server/http/request_id.hpp"

#include <gmock/gmock.h>

namespace slipway::http {
namespace {

std::string id_given(std::string_view value) {
    Headers headers;
    headers.add("x-request-id", value);
    return request_id_of(headers);
}

TEST(RequestId, IsTheOneThatTheRequestBrings) {
    for (const char* id : {"7", "5a3c8f10-7a54-4f8e-9f4e-1d2c3b4a5f60", "Root=1-67891233-abcdef012345678912345678",
                           "ci:build/42@main+1~a._"})
        EXPECT_EQ(id_given(id), id);
    EXPECT_EQ(id_given(std::string(128, 'x')), std::string(128, 'x'));
}

TEST(RequestId, IsANewOneWhereThatIsMissingOrWouldHaveToBeQuoted) {
    const std::vector<std::string> malformed = {
        "", "two words", "a\"b", "a\\b", "<b>", "caf\xc3\xa9", "a\tb", "$(id)", "a;b", std::string(129, 'x')};
    for (const auto& id : malformed) EXPECT_THAT(id_given(id), ::testing::MatchesRegex("[0-9a-f]{32}")) << id;
    EXPECT_THAT(request_id_of({}), ::testing::MatchesRegex("[0-9a-f]{32}"));
}

TEST(RequestId, IsANewOneWhereTwoAreGiven) {
    Headers headers;
    headers.add("X-Request-Id", "a");
    headers.add("X-Request-Id", "b");
    EXPECT_THAT(request_id_of(headers), ::testing::MatchesRegex("[0-9a-f]{32}"));
}

TEST(RequestId, IsNeverTheSameTwice) { EXPECT_NE(new_request_id(), new_request_id()); }

}  // namespace
}  // namespace slipway::http
