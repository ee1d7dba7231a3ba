#include "publishing/directory/store_places.hpp"

#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

namespace slipway::publishing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using Ports = std::vector<std::uint16_t>;

class StorePlacesTest : public ::testing::Test {
protected:
    StorePlacesTest() {
        for (const auto* variable : {"https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY"})
            ::unsetenv(variable);
        places_.data = "/var/lib/slipway";
    }
    void put_catalog_into_database() { places_.catalog_url = "postgresql://slipway@db.example.com:5433/slipway"; }
    BucketOptions& put_packages_into_bucket() {
        places_.bucket = BucketOptions{};
        places_.bucket->url = "s3://packages/prod";
        places_.bucket->endpoint = "https://store.example.com";
        return *places_.bucket;
    }
    void expect_refused(const std::string& why) {
        const auto checked = check(places_);
        EXPECT_FAULT(checked, Fault::invalid_input);
        EXPECT_THAT(checked.error().message(), HasSubstr(why));
    }
    Reach reach() { return MUST(reach_of(places_)); }

    StorePlaces places_;
};

TEST_F(StorePlacesTest, LeaveNothingToLastInADirectoryWithoutCatalogAndPackages) {
    EXPECT_FALSE(places_.is_cache());
    EXPECT_EQ(places_.key_files(), "/var/lib/slipway/keys");
    put_packages_into_bucket();
    EXPECT_FALSE(places_.is_cache()) << "the catalog and the private keys are there";
    put_catalog_into_database();
    EXPECT_TRUE(places_.is_cache());
    EXPECT_EQ(places_.key_files(), "");
    places_.bucket.reset();
    EXPECT_FALSE(places_.is_cache()) << "the package files are there";
}

TEST_F(StorePlacesTest, AreRightWithoutAsking) {
    EXPECT_TRUE(check(places_).ok());
    put_packages_into_bucket();
    EXPECT_TRUE(check(places_).ok());
    put_catalog_into_database();
    EXPECT_TRUE(check(places_).ok());
}

TEST_F(StorePlacesTest, NameABucketThatCanBe) {
    put_packages_into_bucket().url = "s3://Packages";

    expect_refused("the bucket \"Packages\"");
}

TEST_F(StorePlacesTest, NameOnePlaceForTheKeysOfABucket) {
    auto& bucket = put_packages_into_bucket();
    bucket.credentials_file = "/etc/slipway/s3-credentials";
    bucket.credentials_command = {"aws"};

    expect_refused("only one of them can be set");
}

TEST_F(StorePlacesTest, NameAuthoritiesThatCanBeRead) {
    put_packages_into_bucket().ca_file = "/nowhere/ca.pem";

    expect_refused("/nowhere/ca.pem");
}

TEST_F(StorePlacesTest, NameADatabaseThatLibpqUnderstands) {
    places_.catalog_url = "postgresql://db%zz/slipway";

    const auto checked = check(places_);

    EXPECT_FAULT(checked, Fault::unsupported);
    EXPECT_THAT(checked.error().message(), HasSubstr("storage.catalog"));
}

TEST_F(StorePlacesTest, ReachNobodyIfAllIsInTheDirectory) {
    EXPECT_EQ(reach().ports, Ports{});
    EXPECT_THAT(reach().files, IsEmpty());
}

TEST_F(StorePlacesTest, ReachTheDatabaseAndTheObjectStore) {
    put_catalog_into_database();
    EXPECT_EQ(reach().ports, Ports{5433});
    put_packages_into_bucket();
    EXPECT_EQ(reach().ports, (Ports{5433, 443}));
    places_.catalog_url.clear();
    EXPECT_EQ(reach().ports, Ports{443});
}

TEST_F(StorePlacesTest, ReachAnObjectStoreBehindAProxyAnywhere) {
    put_catalog_into_database();
    put_packages_into_bucket();
    ::setenv("https_proxy", "http://proxy:3128", 1);

    EXPECT_FALSE(reach().ports.has_value());

    ::unsetenv("https_proxy");
}

TEST_F(StorePlacesTest, LetAProgramThatFetchesKeysConnectAnywhere) {
    put_packages_into_bucket().credentials_command = {"aws", "configure", "export-credentials"};

    EXPECT_FALSE(reach().ports.has_value());
}

TEST_F(StorePlacesTest, ReachFilesThatProveWhoBothAre) {
    places_.catalog_url = "postgresql://db.example.com/slipway?sslrootcert=/srv/database/ca.pem";
    auto& bucket = put_packages_into_bucket();
    bucket.ca_file = "/srv/store/ca.pem";
    bucket.credentials_file = "/srv/keys/credentials";

    EXPECT_THAT(reach().files,
                IsSupersetOf({Path("/srv/database/ca.pem"), Path("/srv/store/ca.pem"), Path("/srv/keys/credentials")}));
}

}  // namespace
}  // namespace slipway::publishing
