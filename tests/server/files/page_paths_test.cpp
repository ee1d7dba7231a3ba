// The pages of the past at their addresses: which path shows what, and what each answer tells browsers and caches.
#include "tests/server/api/test_api.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using ::testing::HasSubstr;

class PagePaths : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        api_ = std::make_unique<TestApi>();
        api_->make_main();
        api_->use_token("");
    }
    static void TearDownTestSuite() { api_.reset(); }

    static inline std::unique_ptr<TestApi> api_;
};

const std::string digest(64, 'a');
const std::string nothing_there = "there is nothing at this address\n";

TEST_F(PagePaths, EmptySegmentsArePassedOverForFilesAndPagesOnly) {
    EXPECT_EQ(api_->get("/main//deb//dists/dev/InRelease").status, 200);
    EXPECT_EQ(api_->get("//ui//main/channels/").status, 200);
    for (const auto* target : {"/api//v1/repositories", "//api/v1/repositories", "//healthz"})
        EXPECT_EQ(code_of(api_->get(target)), "bad-request") << target;
}

struct Address {
    const char* because;
    std::string path;
    std::string page;
    unsigned status = 200;
};

class PagePathsTable : public PagePaths, public ::testing::WithParamInterface<Address> {};

TEST_P(PagePathsTable, ShowWhatTheyName) {
    const auto& [because, path, page, status] = GetParam();

    const auto response = api_->get("/ui/main/" + path);

    EXPECT_EQ(response.status, status);
    EXPECT_EQ(body_of(response), page);
}

INSTANTIATE_TEST_SUITE_P(
    Pages, PagePathsTable,
    ::testing::Values(Address{"TheChannels", "channels/", "channels"}, Address{"AChannel", "channels/dev/", "dev"},
                      Address{"TheChannelsBehindOne", "channels/?after=7", "channels behind 7"},
                      Address{"NoChannelsBehindAWord", "channels/?after=dev", nothing_there, 404},
                      Address{"OlderRevisions", "channels/dev/?before=7", "dev before 7"},
                      Address{"ARevision", "channels/dev/revisions/1", "dev r1"},
                      Address{"WhatAChannelContains", "channels/dev/packages/", "packages of dev"},
                      Address{"OnePackageOfAChannel", "channels/dev/packages/?q=hello", "packages of dev: hello"},
                      Address{"AFieldLeftEmptyAsNone", "channels/dev/packages/?q=", "packages of dev"},
                      Address{"WhatTheRepositoryContains", "packages/?q=hello", "packages of all: hello"},
                      Address{"APackage", "packages/" + digest, "package " + digest},
                      Address{"NoUnknownChannel", "channels/nothing/",
                              "repository 'main' has no channel 'nothing'; check the name, or create it first\n", 404},
                      Address{"NoRevisionWithoutANumber", "channels/dev/revisions/one", nothing_there, 404},
                      Address{"NoListOfRevisionsTwice", "channels/dev/revisions", nothing_there, 404},
                      Address{"NoPackageWithoutADigest", "packages/hello", nothing_there, 404},
                      Address{"NothingElse", "keys/", nothing_there, 404}),
    [](const auto& row) { return row.param.because; });

TEST_F(PagePaths, OfListsGoOnWhereTheOneBeforeEnded) {
    EXPECT_EQ(body_of(api_->get("/?after=main")), "index behind main");
    EXPECT_EQ(body_of(api_->get("/main/?after=7")), "main with listings behind 7");
    EXPECT_EQ(api_->get("/main/?after=dev").status, 404U);
    EXPECT_EQ(api_->get("/?after=a&after=b").status, 422U);
}

TEST_F(PagePaths, AllowNoScripts) {
    const auto response = api_->get("/ui/main/channels/");

    EXPECT_EQ(response.headers.find("Content-Security-Policy"),
              "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'");
    EXPECT_EQ(response.headers.find("Cache-Control"), "no-cache");
}

TEST_F(PagePaths, OfAnUnknownRepositoryAreNone) {
    const auto response = api_->get("/ui/other/channels/");

    EXPECT_EQ(response.status, 404u);
    EXPECT_EQ(response.headers.find("Cache-Control"), "no-store");
    EXPECT_THAT(body_of(response), HasSubstr("nothing"));
}

}  // namespace
}  // namespace slipway::api
