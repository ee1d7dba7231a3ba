#include "server/http/decisive_fields.hpp"

#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::http {
namespace {

Headers twice(const std::string& name, const std::string& other_name) {
    Headers headers;
    headers.add("Accept", "*/*");
    headers.add(name, "a");
    headers.add("Accept", "text/html");
    headers.add(other_name, "b");
    return headers;
}

class DecisiveFields : public ::testing::TestWithParam<const char*> {};

TEST_P(DecisiveFields, StandOnce) {
    const std::string name = GetParam();
    std::string upper = name;
    for (auto& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));

    const auto refused = check_decisive_fields(twice(name, upper));

    EXPECT_FAULT(refused, Fault::invalid_input);
    EXPECT_EQ(refused.error().code(), "bad-request");
    EXPECT_THAT(refused.error().message(), ::testing::HasSubstr(upper));
    EXPECT_TRUE(check_decisive_fields(twice(name, "X-Other")).ok());
}
INSTANTIATE_TEST_SUITE_P(Of, DecisiveFields,
                         ::testing::Values("Authorization", "Host", "Content-Length", "Transfer-Encoding",
                                           "Content-Type", "Expect", "Origin", "Sec-Fetch-Site", "Range", "If-Range",
                                           "If-Match", "If-None-Match", "If-Modified-Since", "Digest", "Content-Digest",
                                           "X-Checksum-Sha256", "X-Request-Id", "Slipway-Source-Commit",
                                           "Slipway-Anything"));

TEST(DecisiveFieldsOf, ListsMayStandOnSeveralLines) {
    for (const auto* name : {"X-Forwarded-For", "Via", "Accept", "Cookie", "Cache-Control"})
        EXPECT_TRUE(check_decisive_fields(twice(name, name)).ok()) << name;
}

}  // namespace
}  // namespace slipway::http
