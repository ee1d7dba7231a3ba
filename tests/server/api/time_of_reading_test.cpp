// How long an answer may read: all that is read for people has the same limit.
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"

#include <gtest/gtest.h>

namespace slipway::api {
namespace {

using testing::a_deb;

const std::string hello_deb = a_deb("hello").build();

struct Reading {
    const char* because;
    std::string target;
    std::optional<std::string> body{};  // of a POST

    friend std::ostream& operator<<(std::ostream& out, const Reading& row) { return out << row.because; }
};

class TimeOfReading : public ::testing::TestWithParam<Reading> {
protected:
    TimeOfReading() { api_.make_main(); }

    TestApi api_{{.longest_read = std::chrono::seconds(0)}};
};

TEST_P(TimeOfReading, IsLimited) {
    ASSERT_EQ(api_.upload("hello.deb", hello_deb).status, 201U) << "a change has no such limit";
    const auto& [because, target, body] = GetParam();

    const auto answer = api_.send(body ? Method::post : Method::get, target, body, {});

    EXPECT_EQ(answer.status, 503U) << body_of(answer);
    EXPECT_EQ(code_of(answer), "took-too-long");
    EXPECT_TRUE(answer.headers.find("Retry-After").has_value());
}
INSTANTIATE_TEST_SUITE_P(
    Of, TimeOfReading,
    ::testing::Values(
        Reading{"ADifference", dev_url + "/diff?against=stable"}, Reading{"AnExpiry", dev_url + "/expiry?versions=1"},
        Reading{"APromotionOnTrial", main_url + "/promotions", R"({"from":"dev","to":"stable","dry_run":true})"},
        Reading{"ARemovalOnTrial", dev_url + "/removals", R"({"packages":[{"name":"hello"}],"dry_run":true})"},
        Reading{"APackage", main_url + "/packages/" + sha256_of(hello_deb).hex()},
        Reading{"ThePackagesOfAChannel", dev_url + "/packages"},
        Reading{"ThePackagesOfARepository", main_url + "/packages"}, Reading{"ASearch", main_url + "/packages?q=hello"},
        Reading{"TheHistoryOfAPackage", main_url + "/packages/" + sha256_of(hello_deb).hex() + "/revisions"},
        Reading{"TheRevisionsOfAChannel", dev_url + "/revisions"}, Reading{"ThePins", main_url + "/pins"},
        Reading{"TheEvents", "/api/v1/events"}, Reading{"TheTokens", "/api/v1/tokens"},
        Reading{"APage", "/ui/main/channels/"}, Reading{"ADirectory", "/main/deb/pool/main/"},
        Reading{"ASnapshot", "/main/deb/snapshots/r2/dists/dev/InRelease"},
        Reading{"AnOlderGeneration", "/main/deb/dists/dev/main/binary-amd64/by-hash/SHA256/" + Sha256{}.hex()}),
    [](const auto& row) { return row.param.because; });

}  // namespace
}  // namespace slipway::api
