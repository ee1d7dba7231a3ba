// Whoever counts answers learns what each was for from the table of operations, wherever the server is mounted.
#include "server/api/routing/operation.hpp"
#include "tests/server/api/test_api.hpp"

#include <gtest/gtest.h>

namespace slipway::api {
namespace {

bool is_upload(const Operation* operation) { return operation != nullptr && operation->use == BodyUse::upload; }

TEST(ObservedOperations, AreUploadsWhereABodyIsAPackage) {
    TestApi api;

    EXPECT_TRUE(is_upload(api.observed(Method::put, dev_url + "/packages/hello.deb")));
    EXPECT_TRUE(is_upload(api.observed(Method::post, dev_url + "/packages")));
    EXPECT_FALSE(is_upload(api.observed(Method::get, dev_url + "/packages")));
    EXPECT_FALSE(is_upload(api.observed(Method::put, dev_url)));
}

TEST(ObservedOperations, AreFoundBelowThePathOfThePublicUrl) {
    TestApi::Options options;
    options.public_url = "https://example.com/linux/packages";
    TestApi api(options);

    EXPECT_TRUE(is_upload(api.observed(Method::put, "/linux/packages" + dev_url + "/packages/hello.deb")));
    EXPECT_FALSE(is_upload(api.observed(Method::put, dev_url + "/packages/hello.deb")));
}

TEST(ObservedOperations, AreNoneOfFiles) {
    TestApi api;

    EXPECT_EQ(api.observed(Method::get, "/main/deb/dists/dev/InRelease"), nullptr);
    EXPECT_EQ(api.observed(Method::get, "/"), nullptr);
}

}  // namespace
}  // namespace slipway::api
