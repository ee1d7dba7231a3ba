// The API with its real parts: the way of a package, published files, what holds for every request.
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using testing::a_deb;
using ::testing::HasSubstr;

class ApiScenario : public ::testing::Test {
protected:
    ApiScenario() { api_.make_main(); }
    TestApi api_;
};

TEST_F(ApiScenario, AnUploadedPackageIsListedServedAndRemoved) {
    const auto deb = a_deb("hello").build();
    const auto sha256 = sha256_of(deb).hex();
    const auto path = "/main/deb/pool/main/h/hello/" + sha256.substr(0, 16) + "/hello_1.0_amd64.deb";

    const auto uploaded = api_.upload("hello.deb", deb, "dev", {{"X-Checksum-Sha256", sha256}});
    const auto served = api_.get(path);
    const auto listed = api_.get(dev_url + "/packages?name=hello");
    const auto removed = api_.del(dev_url + "/packages/" + sha256 + "?reason=test");

    EXPECT_EQ(uploaded.status, 201U) << body_of(uploaded);
    EXPECT_EQ(member(uploaded, "path"), path);
    EXPECT_EQ(member(uploaded, "url"), "https://example.com" + path);
    EXPECT_EQ(served.status, 200U);
    EXPECT_EQ(http::size_of(served.body), deb.size());
    EXPECT_EQ(served.headers.find("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(member(listed, "sha256"), sha256);
    EXPECT_EQ(removed.status, 200U) << body_of(removed);
    EXPECT_EQ(member(removed, "revision"), "3");
    EXPECT_THAT(body_of(api_.get(dev_url + "/packages")), HasSubstr("\"packages\":[]"));
}

TEST_F(ApiScenario, ServesEntryPointsWithTheirCachingRules) {
    const auto release = api_.get("/main/deb/dists/dev/InRelease");
    const std::string etag(release.headers.find("ETag").value_or(""));
    const auto unchanged = api_.get("/main/deb/dists/dev/InRelease", {{"If-None-Match", etag}});
    const auto part = api_.get("/main/deb/dists/dev/InRelease", {{"Range", "bytes=0-4"}});
    const auto beyond = api_.get("/main/deb/dists/dev/InRelease", {{"Range", "bytes=9999999-"}});

    EXPECT_EQ(release.status, 200U);
    EXPECT_EQ(release.headers.find("Cache-Control"), "no-cache");
    EXPECT_EQ(unchanged.status, 304U);
    EXPECT_EQ(part.status, 206U);
    EXPECT_EQ(body_of(part), "-----");
    EXPECT_EQ(beyond.status, 416U);
    EXPECT_EQ(api_.get("/main/deb/dists/none/InRelease").status, 404U);
    EXPECT_EQ(api_.get("/main/keys.asc").status, 200U);
    EXPECT_EQ(api_.get("/main/deb/dists/dev/Release.gpg").status, 200U);
}

TEST_F(ApiScenario, KeyFilesGoByTheirETagAlone) {
    const auto keys = api_.get("/main/keys.asc");
    const std::string etag(keys.headers.find("ETag").value_or(""));

    EXPECT_FALSE(keys.headers.find("Last-Modified"));
    EXPECT_EQ(api_.get("/main/keys.asc", {{"If-None-Match", etag}}).status, 304U);
    EXPECT_EQ(api_.get("/main/keys.asc", {{"If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"}}).status, 200U);
}

TEST_F(ApiScenario, ARequestFromAnotherSiteIsRefused) {
    const auto refused = api_.post("/api/v1/tokens", "{}", {{"Origin", "https://evil.example"}});

    EXPECT_EQ(refused.status, 403U);
    EXPECT_EQ(code_of(refused), "cross-site");
}

TEST_F(ApiScenario, AWrongMethodIsToldTheRightOnes) {
    const auto refused = api_.post("/api/v1/events", "{}");

    EXPECT_EQ(refused.status, 405U);
    EXPECT_EQ(refused.headers.find("Allow"), "GET, HEAD");
}

TEST_F(ApiScenario, APackageTellsWhereItIsAndWhereItCameFrom) {
    const auto deb = a_deb("hello").build();
    api_.upload("hello.deb", deb, "dev", {{"Slipway-Source-Commit", "abc123"}});
    api_.upload("hello.deb", deb, "stable");

    const auto package = api_.get(main_url + "/packages/" + sha256_of(deb).hex());

    EXPECT_EQ(package.status, 200U);
    EXPECT_THAT(body_of(package), HasSubstr(R"("verified":{"token":{"id":1,"name":"admin"},"address":"192.0.2.7")"));
    EXPECT_THAT(body_of(package), HasSubstr(R"("claimed":{"commit":"abc123"})"));
    EXPECT_THAT(body_of(package), HasSubstr(R"("channels":[{"channel":"dev","distro":"deb","component":"main")"));
    EXPECT_THAT(body_of(package), HasSubstr(R"({"channel":"stable")"));
}

TEST_F(ApiScenario, APackageThatWasRemovedFromAChannelIsNotSaidToBeThere) {
    const auto sha256 = sha256_of(a_deb("hello").build()).hex();
    api_.upload("hello.deb", a_deb("hello").build());
    api_.del(dev_url + "/packages/" + sha256);

    EXPECT_THAT(body_of(api_.get(main_url + "/packages/" + sha256)), HasSubstr("\"channels\":[]"));
    EXPECT_EQ(api_.del(dev_url + "/packages/" + sha256).status, 404U);
}

}  // namespace
}  // namespace slipway::api
