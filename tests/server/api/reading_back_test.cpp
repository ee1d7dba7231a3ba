// What was made can be read where its answer says that it is.
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using testing::a_deb;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

class ReadingBack : public ::testing::Test {
protected:
    ReadingBack() { api_.make_main(); }

    /// The path that `Location` names.
    static std::string location_of(const Response& answer) {
        EXPECT_EQ(answer.status, 201U) << body_of(answer);
        const std::string location(answer.headers.find("Location").value_or(""));
        EXPECT_THAT(location, MatchesRegex("https://example.com/api/v1/.*"));
        return location.substr(location.find("/api/"));
    }

    TestApi api_;
};

TEST_F(ReadingBack, OfAnUploadGivesItsRevision) {
    const auto made = location_of(api_.upload("hello.deb", a_deb("hello").build()));
    const auto again = api_.upload("hello.deb", a_deb("hello").build());

    EXPECT_EQ(made, dev_url + "/revisions/2");
    EXPECT_EQ(member(api_.get(made), "number"), "2");
    EXPECT_FALSE(again.headers.find("Location"));
}

TEST_F(ReadingBack, OfPromotionsAndRollbacksGivesTheRevisionOfTheTarget) {
    api_.upload("hello.deb", a_deb("hello").build());

    EXPECT_EQ(location_of(api_.post(main_url + "/promotions", R"({"from":"dev","to":"stable"})")),
              main_url + "/channels/stable/revisions/2");
    EXPECT_EQ(location_of(api_.post(main_url + "/channels/stable/rollback", R"({"revision":1})")),
              main_url + "/channels/stable/revisions/3");
}

TEST_F(ReadingBack, OfAPinGivesTheSame) {
    const auto made = api_.post(main_url + "/pins", R"({"name":"golden","channel":"dev","revision":1})");

    EXPECT_EQ(body_of(api_.get(location_of(made))), body_of(made));
    EXPECT_EQ(api_.get(main_url + "/pins/silver").status, 404U);
}

TEST_F(ReadingBack, OfKeysGivesTheNewOneWithItsPublicHalf) {
    const auto made = api_.get(location_of(api_.post(main_url + "/keys", R"({"algorithm":"ed25519"})")));
    const auto rotated = api_.get(location_of(api_.post(main_url + "/keys/rotate?force=true", "{}")));

    EXPECT_EQ(member(made, "state"), "standby");
    EXPECT_EQ(member(made, "algorithm"), "ed25519");
    EXPECT_THAT(body_of(made), HasSubstr("BEGIN PGP PUBLIC KEY BLOCK"));
    EXPECT_EQ(member(rotated, "state"), "active");
    EXPECT_EQ(member(rotated, "fingerprint"), member(made, "fingerprint"));
    EXPECT_EQ(api_.get(main_url + "/keys/" + std::string(40, 'A')).status, 404U);
}

TEST_F(ReadingBack, OfATokenGivesEverythingButItsSecret) {
    const auto made = api_.post("/api/v1/tokens", R"({"name":"ci","scopes":["upload:main"]})");

    const auto read = api_.get(location_of(made));

    EXPECT_EQ(member(read, "name"), "ci");
    EXPECT_EQ(member(read, "secret"), "");
    EXPECT_EQ(api_.get("/api/v1/tokens/999").status, 404U);
    EXPECT_EQ(api_.get("/api/v1/tokens/x").status, 404U);
    api_.use_token(api_.make_token({"admin:main"}));
    EXPECT_EQ(api_.get(location_of(made)).status, 403U);
}

TEST_F(ReadingBack, OfTheVersionNeedsNoToken) {
    api_.use_token("");

    const auto answer = api_.get("/api/v1/version");

    EXPECT_EQ(answer.status, 200U);
    EXPECT_THAT(body_of(answer), MatchesRegex(R"(\{"version":"[0-9][^"]*","api":"v1","formats":\["deb","rpm"\]\}.)"));
}

}  // namespace
}  // namespace slipway::api
