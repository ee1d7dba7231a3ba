#include "publishing/directory/stores.hpp"

#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::publishing {
namespace {

using ::testing::HasSubstr;

StoreOptions a_bucket() {
    StoreOptions options;
    options.objects = "s3://packages/prod";
    options.endpoint = "https://store.example.com";
    return options;
}

TEST(StoreOptions, OfADirectoryAreAlwaysRight) {
    EXPECT_TRUE(check({}).ok());
    EXPECT_FALSE(StoreOptions{}.are_in_bucket());
}

TEST(StoreOptions, OfABucketAreRightWithoutAsking) {
    EXPECT_TRUE(check(a_bucket()).ok());
    EXPECT_TRUE(a_bucket().are_in_bucket());
}

TEST(StoreOptions, NameABucketThatCanBe) {
    auto options = a_bucket();
    options.objects = "s3://Packages";

    const auto checked = check(options);

    EXPECT_FAULT(checked, Fault::invalid_input);
    EXPECT_THAT(checked.error().message(), HasSubstr("the bucket \"Packages\""));
}

TEST(StoreOptions, NameOnePlaceForKeys) {
    auto options = a_bucket();
    options.credentials_file = "/etc/slipway/s3-credentials";
    options.credentials_command = {"aws"};

    const auto checked = check(options);

    EXPECT_FAULT(checked, Fault::invalid_input);
    EXPECT_THAT(checked.error().message(), HasSubstr("only one of them can be set"));
}

TEST(StoreOptions, NameAuthoritiesThatCanBeRead) {
    auto options = a_bucket();
    options.ca_file = "/nowhere/ca.pem";

    EXPECT_FAULT(check(options), Fault::invalid_input);
}

}  // namespace
}  // namespace slipway::publishing
