#include "storage/identity/identity.hpp"

#include "storage/catalog/sqlite.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "storage/identity/marker.hpp"
#include "tests/storage/identity/identity_fixture.hpp"

namespace slipway::storage {
namespace {

namespace fs = std::filesystem;
using testing::a_blob;
using testing::DataDirectoryIdentity;
using testing::TempDir;
using Origin = OwnCatalog::Origin;

TEST_F(DataDirectoryIdentity, IsMadeOnceAndKeptByMarkerAndCatalog) {
    const auto made = MUST(open());
    EXPECT_EQ(made.origin, Origin::made);

    EXPECT_EQ(MUST(read_marker(files_, data_.path())), made.id);
    const auto again = MUST(open());
    EXPECT_EQ(again.origin, Origin::known);
    EXPECT_EQ(again.id, made.id);
    MUST(check_own_catalog(files_, place_));
}

TEST_F(DataDirectoryIdentity, LetsFilesOfOthersStand) {
    data_.write("lost+found/x", "of the file system");

    EXPECT_EQ(MUST(open()).origin, Origin::made);
}

TEST_F(DataDirectoryIdentity, GoesOnWithAFirstStartThatWasCutOffWhileItMadeTheTables) {
    {
        const auto database = MUST(SqliteConnection::open(db_, Access::create));
        MUST(database->run_script("PRAGMA journal_mode = WAL"));
    }
    data_.write("slipway.db-wal", std::string(5000, 'x'));

    EXPECT_EQ(MUST(open()).origin, Origin::made);
}

TEST_F(DataDirectoryIdentity, EndsAFirstStartThatWasCutOffBeforeTheMarker) {
    const auto id = MUST(open()).id;
    fs::remove(marker_of(data_.path()));

    EXPECT_EQ(MUST(open()).id, id);
    EXPECT_EQ(MUST(read_marker(files_, data_.path())), id);
}

TEST_F(DataDirectoryIdentity, BindsADirectoryFromBeforeThereWereMarkers) {
    append(*MUST(SqliteCatalog::open(db_)));
    MUST(check_own_catalog(files_, place_));

    EXPECT_EQ(MUST(open()).origin, Origin::adopted);
    EXPECT_EQ(MUST(open()).origin, Origin::known);
}

TEST_F(DataDirectoryIdentity, AdoptsAnothersCatalogWhenTold) {
    const TempDir other;
    begin(other);
    begin(data_);
    fs::copy_file(other.path() / "slipway.db", db_, fs::copy_options::overwrite_existing);

    EXPECT_EQ(MUST(open(Consent::adopt)).origin, Origin::adopted);
    EXPECT_EQ(MUST(open()).origin, Origin::known);
}

TEST_F(DataDirectoryIdentity, AdoptsNoCatalogThatIsNotThere) {
    EXPECT_FAULT(open(Consent::adopt), Fault::not_found);
    data_.write(a_blob, "bytes");
    expect_refused("slipway.db is missing", Consent::adopt);
}

TEST_F(DataDirectoryIdentity, MovesAsideWhatIsThereWhenTold) {
    data_.write(a_blob, "bytes");
    data_.write("keys/main/ABCD.asc", "key");
    data_.write("notes.txt", "of somebody");

    const auto begun = MUST(open(Consent::move_aside));

    ASSERT_TRUE(begun.moved_aside);
    EXPECT_TRUE(fs::exists(*begun.moved_aside / a_blob));
    EXPECT_TRUE(fs::exists(*begun.moved_aside / "keys/main/ABCD.asc"));
    EXPECT_TRUE(fs::exists(data_.path() / "notes.txt"));
    EXPECT_FALSE(fs::exists(data_.path() / a_blob));
    EXPECT_EQ(MUST(open(Consent::move_aside)).origin, Origin::known) << "a whole catalog is left alone";
}

TEST_F(DataDirectoryIdentity, TakesARebuildThatWasBrokenOffForNoCatalog) {
    data_.write(a_blob, "bytes");
    {
        const auto first = MUST(open(Consent::rebuild));
        MUST(begin_rebuild(*first.catalog));
    }
    expect_refused("a rebuild of it was interrupted");

    auto again = MUST(open(Consent::rebuild));
    MUST(begin_rebuild(*again.catalog));
    MUST(end_rebuild(*again.catalog));
    again.catalog.reset();

    EXPECT_EQ(MUST(open()).origin, Origin::known);
    EXPECT_TRUE(fs::exists(data_.path() / a_blob)) << "a rebuild leaves the packages in their place";
    EXPECT_FAULT(open(Consent::rebuild), Fault::conflict);
}

}  // namespace
}  // namespace slipway::storage
