// Catalog and package files, each in the data directory or elsewhere: how a server knows its own parts again.
#include "tests/storage/identity/places_fixture.hpp"

#include <optional>

namespace slipway::storage {
namespace {

namespace fs = std::filesystem;
using testing::CatalogIn;
using testing::FilesIn;
using testing::ServerPlaces;
using Origin = OwnCatalog::Origin;

struct PlacesCase {
    const char* name;
    CatalogIn catalog;
    FilesIn files;
};

/// What holds wherever the parts are.
class EveryServer : public ::testing::TestWithParam<PlacesCase> {
protected:
    ServerPlaces server_{GetParam().catalog, GetParam().files};
    ServerPlaces other_{GetParam().catalog, GetParam().files};
};

TEST_P(EveryServer, IsMadeOnceAndHasOneIdInAllItsParts) {
    const auto made = MUST(server_.start());
    EXPECT_EQ(made.origin, Origin::made);

    EXPECT_EQ(MUST(read_marker(server_.files, server_.data())), made.id);
    const auto of_bucket = GetParam().files == FilesIn::bucket ? std::optional(made.id) : std::nullopt;
    EXPECT_EQ(server_.bucket.contents.id, of_bucket);
    EXPECT_EQ(fs::exists(server_.data() / "blobs"), GetParam().files == FilesIn::directory);
    EXPECT_EQ(fs::exists(server_.data() / "keys"), GetParam().catalog == CatalogIn::directory);
}

TEST_P(EveryServer, IsKnownAtItsSecondStart) {
    const auto id = server_.begin();
    server_.upload();

    const auto again = MUST(server_.start());

    EXPECT_EQ(again.origin, Origin::known);
    EXPECT_EQ(again.id, id);
    EXPECT_TRUE(check_own_directory(server_.files, server_.places()).ok());
    EXPECT_TRUE(check_own_catalog(server_.files, server_.places().catalog, server_.places().files_place()).ok());
}

TEST_P(EveryServer, GoesOnWithAFirstStartThatWasCutOffBeforeTheMarker) {
    const auto id = MUST(server_.start()).id;
    fs::remove(marker_of(server_.data()));

    EXPECT_EQ(MUST(server_.start()).id, id);
    EXPECT_EQ(MUST(read_marker(server_.files, server_.data())), id);
}

TEST_P(EveryServer, IsRefusedWithTheDirectoryOfAnother) {
    server_.begin();
    const auto theirs = other_.begin();
    MUST(write_marker(server_.files, server_.data(), theirs));

    server_.expect_refused("slipway.id says " + theirs);
}

TEST_P(EveryServer, BeginsNoNewCatalogBesideThePartsOfALostOne) {
    const auto id = server_.begin();
    server_.upload();
    server_.lose_catalog();

    server_.expect_refused("slipway.id, which says that there was a catalog");
    EXPECT_FALSE(server_.has_catalog());
    if (GetParam().files == FilesIn::bucket)
        server_.expect_refused("and s3://packages/prod belongs to the catalog with the id " + id);
    EXPECT_FAULT(check_own_directory(server_.files, server_.places()), Fault::unsupported);
}

TEST_P(EveryServer, IsAdoptedWithPartsThatDoNotKnowEachOther) {
    server_.begin();
    server_.upload();
    const auto theirs = other_.begin();
    MUST(write_marker(server_.files, server_.data(), theirs));
    if (GetParam().files == FilesIn::bucket) server_.bucket.contents.id = theirs;

    const auto adopted = MUST(server_.start(Consent::adopt));

    EXPECT_EQ(adopted.origin, Origin::adopted);
    EXPECT_NE(adopted.id, theirs);
    EXPECT_EQ(MUST(server_.start()).origin, Origin::known);
}

INSTANTIATE_TEST_SUITE_P(With, EveryServer,
                         ::testing::Values(PlacesCase{"AllInItsDirectory", CatalogIn::directory, FilesIn::directory},
                                           PlacesCase{"ADatabase", CatalogIn::database, FilesIn::directory},
                                           PlacesCase{"ABucket", CatalogIn::directory, FilesIn::bucket},
                                           PlacesCase{"ADatabaseAndABucket", CatalogIn::database, FilesIn::bucket}),
                         [](const auto& row) { return row.param.name; });

TEST(ServerInItsDirectory, BeginsOnAnEmptyDisk) {
    ServerPlaces server(CatalogIn::directory, FilesIn::directory);
    const auto id = server.begin();
    server.lose_disk();

    const auto begun = MUST(server.start());

    EXPECT_EQ(begun.origin, Origin::made);
    EXPECT_NE(begun.id, id);
}

TEST(ServerWithADatabase, IsRefusedOnAnEmptyDiskWhichLacksItsPackageFiles) {
    ServerPlaces server(CatalogIn::database, FilesIn::directory);
    const auto id = server.begin();
    server.lose_disk();

    server.expect_refused("postgresql://db/slipway belongs to another directory: it has the id " + id);
    EXPECT_FAULT(check_own_catalog(server.files, server.places().catalog), Fault::unsupported);
    EXPECT_TRUE(fs::is_empty(server.data())) << "a refusal changes nothing";
}

TEST(ServerWithABucket, IsRefusedOnAnEmptyDiskWhichLacksItsCatalog) {
    ServerPlaces server(CatalogIn::directory, FilesIn::bucket);
    const auto id = server.begin();
    server.lose_disk();

    server.expect_refused("slipway.db is missing, but s3://packages/prod belongs to the catalog with the id " + id);
    server.expect_refused("to begin anew, take another bucket or prefix");
    EXPECT_TRUE(fs::is_empty(server.data()));
}

/// With neither catalog nor package files on it, a disk is a cache.
class ServerWithoutTruthOnItsDisk : public ::testing::Test {
protected:
    ServerPlaces server_{CatalogIn::database, FilesIn::bucket};
    ServerPlaces other_{CatalogIn::database, FilesIn::bucket};
};

TEST_F(ServerWithoutTruthOnItsDisk, GoesOnOnAnEmptyDisk) {
    const auto id = server_.begin();
    server_.upload();
    server_.lose_disk();

    const auto moved = MUST(server_.start());

    EXPECT_EQ(moved.origin, Origin::on_new_disk);
    EXPECT_EQ(moved.id, id);
    EXPECT_EQ(server_.bucket.contents.id, id);
    EXPECT_EQ(MUST(server_.start()).origin, Origin::known) << "the disk is marked now";
}

TEST_F(ServerWithoutTruthOnItsDisk, IsReadFromAnEmptyDiskThatStaysEmpty) {
    server_.begin();
    server_.upload();
    server_.lose_disk();
    const auto place = server_.places();

    EXPECT_TRUE(check_own_directory(server_.files, place).ok());
    EXPECT_TRUE(check_own_catalog(server_.files, place.catalog, FilesPlace::elsewhere).ok());
    EXPECT_TRUE(fs::is_empty(server_.data()));
}

TEST_F(ServerWithoutTruthOnItsDisk, IsRefusedWithTheDatabaseOfAnother) {
    const auto ours = server_.begin();
    const auto theirs = other_.begin();
    server_.lose_disk();
    server_.name_database_of(other_);

    server_.expect_refused("s3://packages/prod belongs to another catalog: its slipway.id says " + ours +
                           ", and postgresql://db/slipway has the id " + theirs);
    EXPECT_FAULT(check_own_directory(server_.files, server_.places()), Fault::unsupported);
}

TEST_F(ServerWithoutTruthOnItsDisk, IsRefusedWithAnEmptyDatabase) {
    const auto id = server_.begin();
    server_.lose_disk();
    server_.lose_catalog();

    server_.expect_refused("but s3://packages/prod belongs to the catalog with the id " + id +
                           ". Is it the wrong database?");
    EXPECT_FALSE(server_.has_catalog()) << "nothing is made in it";
}

TEST_F(ServerWithoutTruthOnItsDisk, IsRefusedWithTheBucketOfAnother) {
    server_.begin();
    server_.lose_disk();
    server_.bucket.contents.id = other_.begin();

    server_.expect_refused("Is it the right bucket and prefix");
}

TEST_F(ServerWithoutTruthOnItsDisk, IsRefusedWithABucketThatNobodyHasClaimed) {
    server_.begin();
    server_.lose_disk();
    server_.bucket.contents = {};

    server_.expect_refused("s3://packages/prod has no slipway.id, and nor has " + server_.data().string());
    EXPECT_EQ(MUST(server_.start(Consent::adopt)).origin, Origin::adopted);
    EXPECT_EQ(MUST(server_.start()).origin, Origin::known);
}

TEST_F(ServerWithoutTruthOnItsDisk, IsToldToTakeAnEmptyDirectoryInsteadOfAnothers) {
    server_.begin();
    MUST(write_marker(server_.files, server_.data(), other_.begin()));

    server_.expect_refused("or another directory (--data): an empty one will do");
}

}  // namespace
}  // namespace slipway::storage
