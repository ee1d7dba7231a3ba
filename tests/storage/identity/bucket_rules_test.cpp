// When a bucket is taken for the one of a catalog.
#include "tests/storage/identity/places_fixture.hpp"

namespace slipway::storage {
namespace {

namespace fs = std::filesystem;
using testing::CatalogIn;
using testing::FilesIn;
using testing::ServerPlaces;
using Origin = OwnCatalog::Origin;

class BucketOfACatalog : public ::testing::Test {
protected:
    /// Somebody removed the marker, or names another bucket.
    void forget_marker() { server_.bucket.contents.id.reset(); }

    ServerPlaces server_{CatalogIn::directory, FilesIn::bucket};
};

TEST_F(BucketOfACatalog, IsClaimedIfBothAreEmpty) {
    server_.begin();
    forget_marker();

    const auto own = MUST(server_.start());

    EXPECT_EQ(own.origin, Origin::known);
    EXPECT_EQ(server_.bucket.contents.id, own.id);
}

TEST_F(BucketOfACatalog, IsClaimedAgainIfItsMarkerWasRemoved) {
    server_.begin();
    server_.upload();
    forget_marker();

    EXPECT_EQ(MUST(server_.start()).id, server_.bucket.contents.id);
}

TEST_F(BucketOfACatalog, IsNotEmptyIfTheCatalogNamesPackages) {
    server_.begin();
    server_.upload();
    server_.bucket.contents = {};

    server_.expect_refused("holds no packages, but the catalog names some");
    EXPECT_EQ(MUST(server_.start(Consent::adopt)).origin, Origin::adopted);
}

TEST_F(BucketOfACatalog, HoldsNoPackagesIfTheCatalogNamesNone) {
    server_.begin();
    server_.bucket.contents = {.id = std::nullopt, .has_packages = true};

    server_.expect_refused("holds packages, and the catalog names none");
}

TEST_F(BucketOfACatalog, IsNotBegunInOverPackages) {
    server_.bucket.contents.has_packages = true;

    server_.expect_refused("slipway.db is missing, but s3://packages/prod holds packages");
    EXPECT_FALSE(server_.has_catalog());
}

TEST_F(BucketOfACatalog, IsNotMovedAside) {
    server_.begin();
    server_.upload();
    server_.lose_catalog();

    server_.expect_refused("nobody moves a bucket aside", Consent::move_aside);
    EXPECT_TRUE(fs::exists(marker_of(server_.data()))) << "nothing else is moved aside either";
}

TEST_F(BucketOfACatalog, IsLeftToAnotherServerThatWasQuicker) {
    server_.bucket.is_quicker_taken = true;
    server_.expect_refused("was taken at this moment");
    EXPECT_FALSE(fs::exists(marker_of(server_.data())));

    server_.bucket.is_quicker_taken = false;
    EXPECT_EQ(MUST(server_.start()).id, server_.bucket.contents.id) << "the start goes on where it ended";
}

TEST_F(BucketOfACatalog, IsTakenByTheCatalogThatIsRebuiltFromIt) {
    const auto lost = server_.begin();
    server_.upload();
    server_.lose_disk();

    const auto rebuilt = MUST(server_.start(Consent::rebuild));

    EXPECT_EQ(rebuilt.origin, Origin::made);
    EXPECT_FALSE(rebuilt.moved_aside) << "there was nothing in the directory";
    EXPECT_NE(rebuilt.id, lost);
    EXPECT_EQ(server_.bucket.contents.id, rebuilt.id);
}

TEST_F(BucketOfACatalog, IsMissedByAServerThatIsNotToldOfIt) {
    server_.begin();
    server_.upload();
    const auto without = open_own_catalog(server_.files, {server_.places().catalog}, Consent::begin_in_empty);

    EXPECT_FAULT(without, Fault::unsupported);
    EXPECT_THAT(without.error().message(),
                ::testing::HasSubstr("Are they in a bucket, which storage.objects has to name?"));
}

}  // namespace
}  // namespace slipway::storage
