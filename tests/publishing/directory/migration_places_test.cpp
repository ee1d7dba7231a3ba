#include "publishing/directory/migration_places.hpp"

#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace slipway::publishing {
namespace {

using ::testing::HasSubstr;
using testing::TempDir;

class MigrationPlacesTest : public ::testing::Test {
protected:
    static void put_catalog_into_database(StorePlaces& places, const std::string& database = "slipway") {
        places.catalog_url = "postgresql://slipway:secret@db.example.com:5433/" + database;
        places.sealing_key = MUST(signing::SealingKey::parse(std::string(64, 'a')));
    }
    static void put_packages_into_bucket(StorePlaces& places, const std::string& url = "s3://packages/prod") {
        places.bucket = BucketOptions{};
        places.bucket->url = url;
        places.bucket->endpoint = "https://store.example.com";
    }
    MigrationPlaces compare() const { return MUST(MigrationPlaces::compare(from_, to_)); }
    void expect_refused(Fault fault, const std::string& why) const {
        const auto refused = MigrationPlaces::compare(from_, to_);
        EXPECT_FAULT(refused, fault);
        EXPECT_THAT(refused.error().message(), HasSubstr(why));
    }

    TempDir directory_;
    StorePlaces from_{.data = directory_.path()};
    StorePlaces to_{.data = directory_.path()};
};

TEST_F(MigrationPlacesTest, AreTheSameByWhateverName) {
    expect_refused(Fault::invalid_input, "--from and --to are the same place: " + directory_.path().string());
    to_.data = directory_.path() / "missing" / "..";
    expect_refused(Fault::invalid_input, "the same place");
    std::filesystem::create_directory_symlink(directory_.path(), directory_.path() / "link");
    to_.data = directory_.path() / "link";
    expect_refused(Fault::invalid_input, "the same place");
}

TEST_F(MigrationPlacesTest, AreTheSameElsewhereWhateverDirectoryIsNamed) {
    for (auto* places : {&from_, &to_}) {
        put_catalog_into_database(*places);
        put_packages_into_bucket(*places);
    }
    to_.data = directory_.path() / "other";
    to_.bucket->url += "/";

    expect_refused(Fault::invalid_input, "the same place");
}

TEST_F(MigrationPlacesTest, SayWhatMoves) {
    put_packages_into_bucket(to_);
    EXPECT_FALSE(compare().moves_catalog);
    EXPECT_TRUE(compare().moves_files);

    put_catalog_into_database(to_);
    EXPECT_TRUE(compare().moves_catalog);
    EXPECT_TRUE(compare().moves_files);
    EXPECT_FALSE(compare().moves_directory());

    put_packages_into_bucket(from_);
    EXPECT_TRUE(compare().moves_catalog);
    EXPECT_FALSE(compare().moves_files);
}

TEST_F(MigrationPlacesTest, AreOtherOnesInAnotherDirectoryDatabaseOrPrefix) {
    to_.data = directory_.path() / "other";
    EXPECT_TRUE(compare().moves_catalog && compare().moves_files && compare().moves_directory());

    put_catalog_into_database(from_);
    put_catalog_into_database(to_, "second");
    put_packages_into_bucket(from_);
    put_packages_into_bucket(to_, "s3://packages/second");
    EXPECT_TRUE(compare().moves_catalog && compare().moves_files);
}

TEST_F(MigrationPlacesTest, NeedTheSealingKeysOfBothSides) {
    put_catalog_into_database(to_);
    to_.sealing_key.reset();
    expect_refused(Fault::unsupported, "sealed in the database of --to");

    std::swap(from_, to_);
    expect_refused(Fault::unsupported, "sealed in the database of --from");
}

TEST_F(MigrationPlacesTest, AreDescribedWithoutSecrets) {
    EXPECT_EQ(describe(from_), directory_.path().string());
    put_catalog_into_database(from_);
    EXPECT_EQ(describe(from_), "postgresql://db.example.com:5433/slipway, packages in " + directory_.path().string());
    put_packages_into_bucket(from_);
    EXPECT_EQ(describe(from_), "postgresql://db.example.com:5433/slipway, packages in s3://packages/prod");
}

}  // namespace
}  // namespace slipway::publishing
