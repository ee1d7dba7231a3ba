// Data directories that are not begun in, and catalogs that are not opened: those that may be somebody else's, or not
// all that there was.
#include "storage/catalog/sqlite.hpp"
#include "storage/identity/known_head.hpp"
#include "storage/identity/marker.hpp"
#include "tests/storage/identity/identity_fixture.hpp"

namespace slipway::storage {
namespace {

namespace fs = std::filesystem;
using testing::a_blob;
using testing::DataDirectoryIdentity;
using ::testing::HasSubstr;
using testing::TempDir;
using Origin = OwnCatalog::Origin;

TEST_F(DataDirectoryIdentity, RefusesToBeginOverPackages) {
    data_.write(a_blob, "bytes");

    expect_refused("slipway.db is missing, but the directory holds 1 package file");
    expect_refused("fsck --rebuild");
    EXPECT_FALSE(fs::exists(db_));
}

TEST_F(DataDirectoryIdentity, RefusesToBeginOverPacksKeysAndTrash) {
    data_.write("segments/00001.pack", "bytes");
    expect_refused("1 pack");
    data_.write("keys/main/ABCD.asc", "key");
    expect_refused("1 pack, 1 private key");
    data_.write("blobs/trash/1-x", "bytes");
    expect_refused("1 file in the trash");
}

TEST_F(DataDirectoryIdentity, RefusesAnEmptyFileOverPackages) {
    data_.write(a_blob, "bytes");
    data_.write("slipway.db", "");

    expect_refused("slipway.db is empty, but the directory holds 1 package file");
}

TEST_F(DataDirectoryIdentity, RefusesACatalogWhoseContentWasInItsLostLog) {
    begin(data_);
    fs::remove(db_);
    fs::remove(data_.path() / "slipway.db-wal");
    const auto database = MUST(SqliteConnection::open(db_, Access::create));
    MUST(database->run_script("PRAGMA journal_mode = WAL"));

    expect_refused("slipway.db is empty");
}

TEST_F(DataDirectoryIdentity, RefusesAMarkerWithoutItsCatalog) {
    begin(data_);
    for (const char* name : {"slipway.db", "slipway.db-wal", "slipway.db-shm"}) fs::remove(data_.path() / name);

    expect_refused("slipway.id, which says that there was a catalog");
    EXPECT_FAULT(check_own_catalog(files_, place_), Fault::unsupported);
}

TEST_F(DataDirectoryIdentity, RefusesALogWithoutItsCatalog) {
    data_.write("slipway.db-wal", "frames");

    expect_refused("slipway.db-wal, the log of one");
}

TEST_F(DataDirectoryIdentity, RefusesAFileThatIsNoDatabase) {
    data_.write("slipway.db", std::string(5000, 'x'));

    expect_refused("slipway.db cannot be used");
}

TEST_F(DataDirectoryIdentity, RefusesTheCatalogOfAnotherDirectory) {
    const TempDir other;
    const auto theirs = begin(other);
    const auto ours = begin(data_);
    fs::copy_file(other.path() / "slipway.db", db_, fs::copy_options::overwrite_existing);

    expect_refused("it has the id " + theirs);
    expect_refused("slipway.id says " + ours);
    EXPECT_FAULT(check_own_catalog(files_, place_), Fault::unsupported);
}

TEST_F(DataDirectoryIdentity, RefusesACatalogWithAnIdWhereNoMarkerIs) {
    begin(data_);
    fs::remove(marker_of(data_.path()));

    expect_refused("the directory has no slipway.id");
}

TEST_F(DataDirectoryIdentity, FollowsNoSymbolicLinks) {
    const TempDir other;
    begin(other);
    fs::create_symlink(other.path() / "slipway.db", db_);
    expect_refused("slipway.db is a symbolic link");
    fs::remove(db_);
    fs::create_symlink(other.path() / "slipway.id", marker_of(data_.path()));
    expect_refused("slipway.id is a symbolic link");
}

TEST_F(DataDirectoryIdentity, NeedsADirectory) {
    const auto file = data_.write("file", "");
    EXPECT_FAULT(open_own_catalog(files_, {SqlitePlace(file)}, Consent::begin_in_empty), Fault::unsupported);
    fs::create_symlink(data_.path() / "nowhere", data_.path() / "link");
    const auto refused = open_own_catalog(files_, {SqlitePlace(data_.path() / "link")}, Consent::begin_in_empty);
    EXPECT_FAULT(refused, Fault::unsupported);
    EXPECT_THAT(refused.error().message(), HasSubstr("the link leads to none"));
}

TEST_F(DataDirectoryIdentity, RefusesADamagedMarker) {
    begin(data_);
    data_.write("slipway.id", "slipway-data zz\n");

    expect_refused("slipway.id is damaged");
}

TEST_F(DataDirectoryIdentity, RefusesACatalogThatHasLostCommits) {
    auto own = MUST(open());
    append(*own.catalog);
    MUST(own.catalog->fold_log());
    fs::copy_file(db_, data_.path() / "older.db");
    const auto head = append(*own.catalog);
    MUST(KnownHead::open(data_.path()))->record(head);
    own.catalog.reset();
    fs::rename(data_.path() / "older.db", db_);

    expect_refused("slipway.db-wal, which held the last commits, is missing");
    EXPECT_EQ(MUST(open(Consent::adopt)).origin, Origin::adopted);
    EXPECT_EQ(MUST(open()).origin, Origin::known);
}

}  // namespace
}  // namespace slipway::storage
