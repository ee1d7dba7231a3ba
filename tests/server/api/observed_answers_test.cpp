// Whoever counts answers learns from the table of operations which were uploads, wherever the server is mounted.
#include "tests/server/api/test_api.hpp"

#include <gtest/gtest.h>

namespace slipway::api {
namespace {

TEST(ObservedAnswers, AreToUploadsWhereTheBodyIsAPackage) {
    TestApi api;

    EXPECT_TRUE(api.observed(Method::put, dev_url + "/packages/hello.deb").is_upload);
    EXPECT_TRUE(api.observed(Method::post, dev_url + "/packages").is_upload);
    EXPECT_FALSE(api.observed(Method::get, dev_url + "/packages").is_upload);
    EXPECT_FALSE(api.observed(Method::put, dev_url).is_upload);
    EXPECT_FALSE(api.observed(Method::get, "/main/deb/dists/dev/InRelease").is_upload);
}

TEST(ObservedAnswers, AreToUploadsBelowThePathOfThePublicUrl) {
    TestApi::Options options;
    options.public_url = "https://example.com/linux/packages";
    TestApi api(options);

    EXPECT_TRUE(api.observed(Method::put, "/linux/packages" + dev_url + "/packages/hello.deb").is_upload);
    EXPECT_FALSE(api.observed(Method::put, dev_url + "/packages/hello.deb").is_upload);
}

}  // namespace
}  // namespace slipway::api
