// A file system that is not mounted leaves an empty directory, which must not be taken for a store that holds nothing.
#include "storage/identity/stores.hpp"

#include "storage/catalog/sqlite.hpp"
#include "storage/identity/marker.hpp"
#include "tests/storage/identity/identity_fixture.hpp"

namespace slipway::storage {
namespace {

namespace fs = std::filesystem;
using testing::a_blob;
using testing::DataDirectoryIdentity;
using testing::TempDir;
using Origin = OwnCatalog::Origin;

/// A store, what its catalog counts in it, and a file of it.
struct StoreCase {
    const char* name;
    const char* directory;
    const char* counted;
    std::string file;
};

class Stores : public DataDirectoryIdentity, public ::testing::WithParamInterface<StoreCase> {
protected:
    Stores() {
        const auto own = MUST(open());
        auto tx = MUST(own.catalog->write());
        MUST(execute(tx.connection(),
                     "INSERT INTO repositories (name, description, origin, sign_packages) VALUES ('main', '', '', 1)"));
        MUST(tx.connection().run_script(GetParam().counted));
        MUST(std::move(tx).commit());
    }
    /// What a file system leaves that is not mounted.
    void unmount() const {
        fs::remove_all(directory_);
        fs::create_directory(directory_);
    }

    const Path directory_ = data_.path() / GetParam().directory;
};

TEST_P(Stores, MustNotBeEmptyWhereTheCatalogCountsSomething) {
    unmount();

    expect_refused("but there are none in " + directory_.string() + ". Is a file system not mounted?");
    expect_refused("slipwayd init --adopt");
    EXPECT_FAULT(check_own_directory(files_, {place_}), Fault::unsupported);
    MUST(check_own_catalog(files_, place_));
    EXPECT_TRUE(fs::is_empty(directory_)) << "a refusal changes nothing";
}

TEST_P(Stores, MustNotBeMissingWhereTheCatalogCountsSomething) {
    fs::remove_all(directory_);

    expect_refused("Is a file system not mounted?");
}

TEST_P(Stores, MayHaveLostEveryFileWhereTheyAreThere) {
    EXPECT_EQ(MUST(open()).origin, Origin::known) << "what is lost of it is told file by file";
}

TEST_P(Stores, AreLeftEmptyWhenTold) {
    unmount();

    EXPECT_EQ(MUST(open(Consent::adopt)).origin, Origin::adopted);

    EXPECT_EQ(MUST(open()).origin, Origin::known);
}

TEST_P(Stores, OfBeforeTheyHadIdsAreKnownByWhatTheyHold) {
    unmount();
    data_.write(GetParam().file, "bytes");

    EXPECT_EQ(MUST(open()).origin, Origin::known);

    fs::remove(data_.path() / GetParam().file);
    EXPECT_EQ(MUST(open()).origin, Origin::known) << "it has an id now";
}

TEST_P(Stores, OfAnotherDirectoryAreRefused) {
    const TempDir other;
    const auto theirs = begin(other);
    fs::remove_all(directory_);
    fs::rename(other.path() / GetParam().directory, directory_);

    expect_refused(directory_.string() + " belongs to another directory: its slipway-id.txt says " + theirs);
    EXPECT_EQ(MUST(open(Consent::adopt)).origin, Origin::adopted);
    EXPECT_EQ(MUST(open()).origin, Origin::known);
}

INSTANTIATE_TEST_SUITE_P(
    Each, Stores,
    ::testing::Values(
        StoreCase{"Blobs", "blobs/sha256",
                  "INSERT INTO packages (repository, sha256, uploaded_sha256, format, name, version, architecture,"
                  " source, summary, file_name, signed_by, size, weight, uploaded_at, provenance) VALUES (1,"
                  " zeroblob(32), zeroblob(32), 'deb', 'a', '1', 'all', 'a', '', 'a.deb', '', 1, 1, 1, '')",
                  a_blob},
        StoreCase{"Segments", "segments",
                  "INSERT INTO segments (block, document, form, variant, pack, offset, length, text_size, text_crc32,"
                  " unpadded_size) VALUES (zeroblob(32), 'Packages', 'gz', '1', 1, 0, 1, 1, 1, 0)",
                  "segments/00001.pack"},
        StoreCase{"Keys", "keys",
                  "INSERT INTO keys (repository, fingerprint, state, algorithm, armored, created_at) VALUES (1, 'ABCD',"
                  " 'active', 'ed25519', '', 1)",
                  "keys/main/ABCD.asc"}),
    [](const auto& row) { return row.param.name; });

TEST_F(DataDirectoryIdentity, LetsNobodyElseReadWhatItPutsBesideTheKeys) {
    MUST(open());

    using fs::perms;
    EXPECT_EQ(fs::status(data_.path() / "keys").permissions(), perms::owner_all);
    EXPECT_EQ(fs::status(data_.path() / "keys/slipway-id.txt").permissions(), perms::owner_read | perms::owner_write);
}

TEST_F(DataDirectoryIdentity, GivesItsIdToStoresThatAreMovedAsideAndMadeAnew) {
    data_.write("keys/main/ABCD.asc", "key");

    const auto begun = MUST(open(Consent::move_aside));

    EXPECT_EQ(MUST(read_id(files_, data_.path() / "keys/slipway-id.txt")), begun.id);
}

}  // namespace
}  // namespace slipway::storage
