#include "cli/request_head.hpp"

#include <gmock/gmock.h>

namespace slipway::cli {
namespace {

using ::testing::Contains;
using ::testing::Not;

class RequestHeadTest : public ::testing::Test {
protected:
    static constexpr const char* credentials = "Authorization: Bearer secret";

    std::vector<std::string> fields(const Request& request) const { return fields_of(settings_, request); }
    static Request file_at(const std::string& url) {
        Request request;
        request.url = url;
        return request;
    }
    static Request upload_of(std::uint64_t size) {
        Request request;
        request.files.emplace_back().size = size;
        return request;
    }

    const Settings settings_{.server = "https://packages.example.com", .token = "secret"};
};

TEST_F(RequestHeadTest, HasTheTargetOnTheServerOrTheUrlOfAFile) {
    Request request;
    request.target = "/api/v1/status";

    EXPECT_EQ(url_of(settings_, request), "https://packages.example.com/api/v1/status");
    EXPECT_EQ(url_of(settings_, file_at("https://cache.example.com/a.deb")), "https://cache.example.com/a.deb");
}

TEST_F(RequestHeadTest, HasTheTokenForItsOwnServerOnly) {
    EXPECT_THAT(fields(Request{}), Contains(credentials));
    EXPECT_THAT(fields(file_at("https://packages.example.com/main/a.deb")), Contains(credentials));
    EXPECT_THAT(fields(file_at("https://packages.example.com.evil.example/a.deb")), Not(Contains(credentials)));
    EXPECT_THAT(fields(file_at("http://packages.example.com/main/a.deb")), Not(Contains(credentials)));
}

TEST_F(RequestHeadTest, AsksForPermissionBeforeALargeBody) {
    EXPECT_THAT(fields(upload_of(1024 * 1024)), Contains("Expect: 100-continue"));
    EXPECT_THAT(fields(upload_of(1024 * 1024 - 1)), Contains("Expect:"));
}

TEST_F(RequestHeadTest, HasTheFieldsOfTheRequest) {
    Request request;
    request.headers = {{"If-Match", "\"7\""}};

    EXPECT_THAT(fields(request), Contains("If-Match: \"7\""));
}

}  // namespace
}  // namespace slipway::cli
