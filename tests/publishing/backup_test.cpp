#include "publishing/directory/backup.hpp"

#include "base/files/directory_lock.hpp"
#include "storage/blobs/blob_layout.hpp"
#include "storage/blobs/file_blob_store.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "storage/identity/identity.hpp"
#include "storage/identity/sqlite_place.hpp"
#include "tests/publishing/store_fixture.hpp"
#include "tests/storage/identity/places_elsewhere.hpp"

#include <atomic>
#include <thread>

namespace slipway::publishing {
namespace {

using slipway::testing::a_deb;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class BackupTest : public slipway::testing::StoreFixture {
protected:
    Result<storage::BackupReport> back_up(PrivateKeys keys = PrivateKeys::leave_out) {
        return publishing::back_up(files_, {.data = slipway_.directory()}, backup_, keys, slipway_.clock().now());
    }
    Result<storage::BackupReport> restore() { return storage::restore(files_, backup_, restored_); }
    storage::Findings check_restored() {
        const auto catalog = MUST(storage::SqliteCatalog::open(restored_ / "slipway.db"));
        const auto blobs = MUST(storage::FileBlobStore::open(files_, restored_));
        const auto segments = MUST(storage::FileSegmentStore::open(files_, restored_));
        return MUST(check_store({*catalog, *blobs, *segments}));
    }

    slipway::testing::TempDir place_;
    std::filesystem::path backup_ = place_.path() / "backup";
    std::filesystem::path restored_ = place_.path() / "restored";
};

TEST_F(BackupTest, RestoresToAStoreWithoutDamage) {
    MUST(back_up());

    MUST(restore());

    EXPECT_EQ(text_of(check_restored()), "");
}

TEST_F(BackupTest, ASecondRunCopiesOnlyWhatIsNew) {
    const auto first = MUST(back_up());
    MUST(slipway_.upload("dev", "new.deb", a_deb("new").build()));

    const auto second = MUST(back_up());

    EXPECT_EQ(first.files_copied, 2U) << "a blob and a pack";
    EXPECT_EQ(second.files_copied, 2U) << "the new blob, and the pack that grew";
    EXPECT_EQ(MUST(back_up()).files_copied, 0U);
    MUST(restore());
    EXPECT_EQ(text_of(check_restored()), "");
}

TEST_F(BackupTest, IsConsistentWhilePackagesArePublished) {
    std::atomic<bool> stop = false;
    std::thread writer([&] {
        for (int i = 0; i < 20 && !stop; ++i)
            MUST(slipway_.upload("dev", "pp.deb", a_deb("pp").version(std::to_string(i)).build()));
    });

    MUST(back_up());
    stop = true;
    writer.join();

    MUST(restore());
    EXPECT_EQ(text_of(check_restored()), "");
}

TEST_F(BackupTest, LeavesOutTokensAndUnlessAskedPrivateKeys) {
    std::ofstream(slipway_.directory() / "admin-token") << "slw_secret";

    EXPECT_FALSE(MUST(back_up()).has_keys);
    EXPECT_FALSE(std::filesystem::exists(backup_ / "keys"));

    EXPECT_TRUE(MUST(back_up(PrivateKeys::include)).has_keys);
    EXPECT_TRUE(MUST(restore()).has_keys);
    EXPECT_FALSE(std::filesystem::exists(backup_ / "admin-token"));
    for (const auto& entry : std::filesystem::recursive_directory_iterator(restored_ / "keys"))
        EXPECT_EQ(entry.status().permissions() & std::filesystem::perms(077), std::filesystem::perms::none)
            << entry.path();
}

TEST_F(BackupTest, SaysWhichBlobIsDamagedAndCopiesTheRest) {
    flip_a_byte(blob_file(), 100);

    const auto report = MUST(back_up());

    ASSERT_THAT(report.damaged, SizeIs(1));
    EXPECT_THAT(report.damaged.front(), HasSubstr(sha256_of(bytes_).hex()));
    EXPECT_TRUE(std::filesystem::exists(backup_ / "manifest.json"));
}

TEST_F(BackupTest, SaysWhichBlobCannotBeReadAndCopiesTheRest) {
    MUST(slipway_.upload("dev", "new.deb", a_deb("new").build()));
    std::filesystem::remove(blob_file());
    std::filesystem::create_directory(blob_file());  // reading it fails, for root too

    const auto report = MUST(back_up());

    ASSERT_THAT(report.damaged, SizeIs(1));
    EXPECT_THAT(report.damaged.front(), HasSubstr(sha256_of(bytes_).hex()));
    EXPECT_TRUE(std::filesystem::exists(backup_ / "manifest.json"));
}

TEST_F(BackupTest, KeepsTheEarlierCatalogWhenTheNewOneIsDamaged) {
    const auto before = MUST(back_up()).audit_head;
    MUST(slipway_.upload("dev", "new.deb", a_deb("new").build()));
    run_sql("PRAGMA foreign_keys = OFF; INSERT INTO package_texts (package, documents) VALUES (4711, x'00')");

    const auto report = MUST(back_up());

    EXPECT_THAT(report.catalog_damage, HasSubstr("refers to a row that does not exist"));
    EXPECT_EQ(MUST(restore()).audit_head, before);
    EXPECT_EQ(text_of(check_restored()), "");
}

/// Package files and packs are elsewhere: for the test, in stores that a backup knows nothing else of.
class DistantBackupTest : public BackupTest {
protected:
    DistantBackupTest() { bucket_.contents.has_packages = true; }
    Result<storage::BackupReport> back_up() {
        const storage::DistantFiles distant{bucket_, slipway_.blobs(), slipway_.segments()};
        const auto copy_keys = storage::copy_key_files(files_, slipway_.directory());
        return storage::back_up(files_, {storage::SqlitePlace(slipway_.directory()), &distant}, backup_, copy_keys,
                                slipway_.clock().now());
    }
    std::string inventory() {
        std::ifstream file(backup_ / "objects.tsv");
        return {std::istreambuf_iterator<char>(file), {}};
    }
    const std::string id_ = sha256_of(bytes_).hex();
    slipway::testing::MemoryObjects bucket_{"s3://packages/slipway"};
};

TEST_F(DistantBackupTest, NamesTheObjectsThatTheCatalogNeedsAndCopiesNone) {
    const auto report = MUST(back_up());

    EXPECT_EQ(report.place, "s3://packages/slipway");
    EXPECT_EQ(report.files_named, 2U) << "a blob and a pack";
    EXPECT_EQ(report.files_copied, 0U);
    EXPECT_THAT(report.damaged, SizeIs(0));
    EXPECT_THAT(inventory(), HasSubstr("blobs/sha256/" + id_.substr(0, 2) + "/" + id_ + "\t" +
                                       std::to_string(bytes_.size()) + "\n"));
    EXPECT_THAT(inventory(), HasSubstr("segments/00001.pack\t"));
    EXPECT_FALSE(std::filesystem::exists(backup_ / "blobs"));
    EXPECT_FALSE(std::filesystem::exists(backup_ / "segments"));
}

TEST_F(DistantBackupTest, SaysWhichObjectsAreMissing) {
    std::filesystem::remove(blob_file());

    const auto report = MUST(back_up());

    ASSERT_THAT(report.damaged, SizeIs(1));
    EXPECT_THAT(report.damaged.front(), HasSubstr(id_ + " is missing in s3://packages/slipway"));
    EXPECT_TRUE(std::filesystem::exists(backup_ / "manifest.json"));
}

TEST_F(DistantBackupTest, RestoresACatalogWhoseFilesAreElsewhere) {
    MUST(back_up());

    const auto report = MUST(restore());

    EXPECT_EQ(report.place, "s3://packages/slipway");
    EXPECT_TRUE(report.has_keys);
    EXPECT_FALSE(std::filesystem::exists(restored_ / "blobs"));
    EXPECT_FALSE(std::filesystem::exists(restored_ / "segments"));
    const auto catalog = MUST(storage::SqliteCatalog::open(restored_ / "slipway.db"));
    EXPECT_EQ(text_of(MUST(check_store({*catalog, slipway_.blobs(), slipway_.segments()}))), "");
    const storage::SqlitePlace restored(restored_);
    EXPECT_TRUE(storage::check_own_catalog(files_, restored, storage::FilesPlace::elsewhere).ok());
    EXPECT_FAULT(storage::check_own_directory(files_, {restored}), Fault::unsupported);
    bucket_.contents.id = "the server that was backed up";
    EXPECT_FAULT(storage::check_own_directory(files_, {restored, &bucket_}), Fault::unsupported);
}

TEST_F(BackupTest, RestoresOnlyIntoAnEmptyDirectory) {
    MUST(back_up());
    std::filesystem::create_directory(restored_);
    std::ofstream(restored_ / "precious") << "data";

    const auto refused = restore();

    EXPECT_FAULT(refused, Fault::conflict);
    EXPECT_THAT(refused.error().message(), HasSubstr("precious"));
    EXPECT_FALSE(std::filesystem::exists(restored_ / "slipway.db"));
}

TEST_F(BackupTest, RestoresOnlyFromACompleteBackup) {
    MUST(back_up());
    std::filesystem::remove(backup_ / "manifest.json");

    EXPECT_FAULT(restore(), Fault::not_found);
}

TEST_F(BackupTest, KeepsTheHeadOfTheAuditLog) {
    const auto report = MUST(back_up());

    const auto tx = MUST(slipway_.catalog().read());
    EXPECT_EQ(report.audit_head, MUST(storage::audit_head(tx)));
    EXPECT_EQ(MUST(restore()).audit_head, report.audit_head);
    const auto file = MUST(files_.open_to_read(backup_ / "manifest.json"));
    const auto manifest = MUST(file->read(0, 1000));
    EXPECT_THAT(manifest, HasSubstr("\"audit_head\":\"" + report.audit_head.render() + "\""));
}

TEST_F(BackupTest, IsNotRestoredWithAnotherAuditLogThanItsManifestKnows) {
    MUST(back_up());
    {
        const auto database =
            MUST(storage::SqliteConnection::open(backup_ / "slipway.db", storage::Access::read_write));
        MUST(
            database->run_script("DROP TRIGGER events_are_never_deleted;"
                                 "DELETE FROM events WHERE id = (SELECT max(id) FROM events)"));
    }

    const auto refused = restore();

    EXPECT_FAULT(refused, Fault::corrupt);
    EXPECT_THAT(refused.error().message(), HasSubstr("was cut off"));
    EXPECT_FALSE(std::filesystem::exists(restored_ / "slipway.db"));
}

TEST_F(BackupTest, LosesWhatWasPurgedSinceWithTheNextRun) {
    MUST(back_up());
    const auto purged = sha256_of(bytes_);
    const auto copy = storage::BlobLayout(backup_).path_of(purged);
    EXPECT_TRUE(std::filesystem::exists(copy));
    MUST(slipway_.purge(purged));

    MUST(back_up());

    EXPECT_FALSE(std::filesystem::exists(copy));
    MUST(restore());
    EXPECT_EQ(check_restored().damage_left(), 0U);
}

TEST_F(BackupTest, FollowsNoSymbolicLinkInItsTarget) {
    const auto outside = place_.path() / "outside";
    std::filesystem::create_directories(outside);
    std::filesystem::create_directories(backup_);
    for (const char* name : {"blobs", "segments", "keys", "slipway.db.new", "manifest.json"}) {
        SCOPED_TRACE(name);
        std::filesystem::create_symlink(outside, backup_ / name);

        EXPECT_FAULT(back_up(PrivateKeys::include), Fault::unsupported);

        std::filesystem::remove(backup_ / name);
    }
    std::filesystem::create_directories(backup_ / "blobs/sha256");
    const auto directory = "blobs/sha256/" + sha256_of(bytes_).hex().substr(0, 2);
    std::filesystem::create_symlink(outside, backup_ / directory);
    EXPECT_FAULT(back_up(), Fault::unsupported);
    EXPECT_TRUE(std::filesystem::is_empty(outside));
}

TEST_F(BackupTest, ReplacesNoCatalogOfAServer) {
    std::filesystem::create_directories(backup_);
    for (const char* name : {"slipway.id", "slipway.head"}) {
        std::ofstream(backup_ / name) << "of another server";
        std::ofstream(backup_ / "slipway.db") << "its catalog";

        EXPECT_FAULT(back_up(), Fault::conflict);

        EXPECT_EQ(std::filesystem::file_size(backup_ / "slipway.db"), 11U);
        std::filesystem::remove(backup_ / name);
    }
    MUST(storage::open_own_catalog(files_, {storage::SqlitePlace(slipway_.directory())},
                                   storage::Consent::begin_in_empty));
    EXPECT_FAULT(publishing::back_up(files_, {.data = slipway_.directory()}, slipway_.directory(),
                                     PrivateKeys::leave_out, slipway_.clock().now()),
                 Fault::conflict);
}

TEST_F(BackupTest, RestoresNothingThatASymbolicLinkLeadsTo) {
    MUST(back_up(PrivateKeys::include));
    const auto secret = place_.path() / "secret";
    std::ofstream(secret) << "of somebody else";
    std::filesystem::create_symlink(secret, backup_ / "keys/main/EFEF.asc");

    EXPECT_FALSE(restore().ok());

    EXPECT_FALSE(std::filesystem::exists(restored_ / "keys/main/EFEF.asc"));
    EXPECT_FALSE(std::filesystem::exists(restored_ / "slipway.db"));
}

TEST_F(BackupTest, GivesTheRestoredDirectoryAnIdOfItsOwn) {
    auto own = MUST(storage::open_own_catalog(files_, {storage::SqlitePlace(slipway_.directory())},
                                              storage::Consent::begin_in_empty));
    own.catalog.reset();
    MUST(back_up());

    MUST(restore());

    const auto restored =
        MUST(storage::open_own_catalog(files_, {storage::SqlitePlace(restored_)}, storage::Consent::begin_in_empty));
    EXPECT_EQ(restored.origin, storage::OwnCatalog::Origin::known);
    EXPECT_NE(restored.id, own.id);
}

TEST_F(BackupTest, RefusesADirectoryInUse) {
    MUST(back_up());
    std::filesystem::create_directory(restored_);
    const auto held = MUST(DirectoryLock::take(restored_));

    EXPECT_FAULT(restore(), Fault::busy);
}

}  // namespace
}  // namespace slipway::publishing
