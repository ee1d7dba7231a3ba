#include "storage/s3/bucket.hpp"

#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::s3 {
namespace {

using ::testing::HasSubstr;

std::string url_of(const Bucket& bucket, const char* key) {
    return bucket.origin() + bucket.path_of(MUST(ObjectKey::parse(key)));
}

TEST(Bucket, OfAnEndpointIsAddressedByThePath) {
    const auto bucket = MUST(Bucket::create({"s3://packages/prod", "http://127.0.0.1:7480"}));

    EXPECT_EQ(url_of(bucket, "blobs/ab"), "http://127.0.0.1:7480/packages/prod/blobs/ab");
    EXPECT_EQ(bucket.path(), "/packages");
    EXPECT_EQ(bucket.region(), "us-east-1");
}

TEST(Bucket, OfAwsIsAddressedByItsHost) {
    const auto bucket = MUST(Bucket::create({"s3://packages", "", "eu-central-1"}));

    EXPECT_EQ(url_of(bucket, "blobs/ab"), "https://packages.s3.eu-central-1.amazonaws.com/blobs/ab");
    EXPECT_EQ(bucket.path(), "/");
    EXPECT_EQ(bucket.endpoint(), "https://s3.eu-central-1.amazonaws.com");
}

TEST(Bucket, WithDotsIsAddressedByThePathAtAwsToo) {
    const auto bucket = MUST(Bucket::create({"s3://packages.example.net", "", "eu-central-1"}));

    EXPECT_EQ(url_of(bucket, "a"), "https://s3.eu-central-1.amazonaws.com/packages.example.net/a");
}

TEST(Bucket, OfChinaHasAnotherDomain) {
    EXPECT_EQ(MUST(Bucket::create({"s3://packages", "", "cn-north-1"})).origin(),
              "https://packages.s3.cn-north-1.amazonaws.com.cn");
}

TEST(Bucket, IsAddressedAsTheSettingSays) {
    const auto by_host =
        MUST(Bucket::create({"s3://packages", "https://s3.example.net", "", Addressing::virtual_host}));
    const auto by_path = MUST(Bucket::create({"s3://packages", "", "eu-central-1", Addressing::path}));

    EXPECT_EQ(url_of(by_host, "a"), "https://packages.s3.example.net/a");
    EXPECT_EQ(url_of(by_path, "a"), "https://s3.eu-central-1.amazonaws.com/packages/a");
}

TEST(Bucket, LeavesTheSchemesOwnPortOutOfTheHost) {
    EXPECT_EQ(MUST(Bucket::create({"s3://packages", "https://S3.example.net:443/"})).authority(), "s3.example.net");
    EXPECT_EQ(MUST(Bucket::create({"s3://packages", "http://s3.example.net:80"})).authority(), "s3.example.net");
    EXPECT_EQ(MUST(Bucket::create({"s3://packages", "http://[::1]:7480"})).authority(), "[::1]:7480");
}

TEST(Bucket, SaysWhichPortItsRequestsGoTo) {
    const auto port_at = [](const char* endpoint) { return MUST(Bucket::create({"s3://packages", endpoint})).port(); };

    EXPECT_EQ(port_at("https://s3.example.net"), 443);
    EXPECT_EQ(port_at("http://s3.example.net"), 80);
    EXPECT_EQ(port_at("http://127.0.0.1:7480/"), 7480);
    EXPECT_EQ(port_at("https://[::1]"), 443);
    EXPECT_EQ(port_at("https://[::1]:8443"), 8443);
    EXPECT_EQ(MUST(Bucket::create({"s3://packages", "", "eu-central-1"})).port(), 443);
}

TEST(Bucket, EncodesNamesInPathsAndSources) {
    const auto bucket = MUST(Bucket::create({"s3://packages/a b", "http://127.0.0.1:7480"}));
    const auto key = MUST(ObjectKey::parse("hello_1.0~rc1+b1_amd64.deb"));

    EXPECT_EQ(bucket.path_of(key), "/packages/a%20b/hello_1.0~rc1%2Bb1_amd64.deb");
    EXPECT_EQ(bucket.copy_source(key), "/packages/a%20b/hello_1.0~rc1%2Bb1_amd64.deb");
}

TEST(Bucket, KnowsItsNamesFromOthers) {
    const auto bucket = MUST(Bucket::create({"s3://packages/prod/", "http://127.0.0.1:7480"}));

    EXPECT_EQ(bucket.url(), "s3://packages/prod");
    EXPECT_EQ(bucket.full_name("blobs/"), "prod/blobs/");
    EXPECT_EQ(bucket.name_below_prefix("prod/blobs/ab"), "blobs/ab");
    EXPECT_EQ(bucket.name_below_prefix("production/blobs/ab"), std::nullopt);
}

struct WrongBucket {
    const char* because;
    BucketSettings settings;
    const char* named;
};

class BucketSetting : public ::testing::TestWithParam<WrongBucket> {};

TEST_P(BucketSetting, IsRefusedWithAMessageThatNamesIt) {
    const auto bucket = Bucket::create(GetParam().settings);

    EXPECT_FAULT(bucket, Fault::invalid_input);
    EXPECT_THAT(bucket.error().message(), HasSubstr(GetParam().named));
}

constexpr const char* somewhere = "http://127.0.0.1:7480";

INSTANTIATE_TEST_SUITE_P(
    , BucketSetting,
    ::testing::Values(
        WrongBucket{"AnotherScheme", {"https://packages", somewhere}, "s3://BUCKET"},
        WrongBucket{"NoBucket", {"s3://", somewhere}, "the bucket"},
        WrongBucket{"ShortName", {"s3://ab", somewhere}, "the bucket"},
        WrongBucket{"UpperCase", {"s3://Packages", somewhere}, "the bucket"},
        WrongBucket{"DotsInARow", {"s3://pack..ages", somewhere}, "the bucket"},
        WrongBucket{"HyphenFirst", {"s3://-packages", somewhere}, "the bucket"},
        WrongBucket{"PrefixThatGoesUp", {"s3://packages/../x", somewhere}, "the prefix"},
        WrongBucket{"PrefixWithAHole", {"s3://packages/a//b", somewhere}, "the prefix"},
        WrongBucket{"NoRegionAtAws", {"s3://packages"}, "the S3 region"},
        WrongBucket{"RegionWithASlash", {"s3://packages", somewhere, "eu/west"}, "the S3 region"},
        WrongBucket{"EndpointWithoutScheme", {"s3://packages", "s3.example.net"}, "the S3 endpoint"},
        WrongBucket{"EndpointOfAnotherScheme", {"s3://packages", "ftp://s3.example.net"}, "the S3 endpoint"},
        WrongBucket{"EndpointWithAPath", {"s3://packages", "http://s3.example.net/x"}, "the S3 endpoint"},
        WrongBucket{"EndpointWithKeys", {"s3://packages", "http://a:b@s3.example.net"}, "the S3 endpoint"},
        WrongBucket{"EndpointWithAWrongPort", {"s3://packages", "http://s3.example.net:0"}, "the S3 endpoint"}),
    [](const auto& row) { return row.param.because; });

}  // namespace
}  // namespace slipway::s3
