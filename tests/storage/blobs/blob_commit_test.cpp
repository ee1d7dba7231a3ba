// A commit of blobs: durable when it has answered, cheap in syncs, whole blobs or none whatever fails.
#include "base/files/posix_file_system.hpp"
#include "tests/storage/blobs/blob_fixture.hpp"
#include "tests/support/faulty_file_system.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::storage {
namespace {

using testing::content_of;
using ::testing::ElementsAre;
using testing::fail_at_every_step;
using testing::FaultyFileSystem;
using testing::FileBlobStoreTest;
using testing::many_contents;
using testing::MemoryFileSystem;
using ::testing::SizeIs;
using testing::TempDir;
using testing::uploads_of;

TEST_F(FileBlobStoreTest, ACommittedBlobSurvivesAPowerCut) {
    auto uploads = uploads_of(*store, {"one", "two", "three"});

    MUST(store->commit(uploads));
    files.crash();

    EXPECT_EQ(content_of(*store, sha256_of("one")), "one");
    EXPECT_EQ(content_of(*store, sha256_of("three")), "three");
}

TEST_F(FileBlobStoreTest, ALargeBatchSurvivesAPowerCutAndCostsTwoSyncs) {
    const auto contents = many_contents();
    auto uploads = uploads_of(*store, contents);
    const std::size_t before = files.syncs();

    MUST(store->commit(uploads));
    const std::size_t syncs = files.syncs() - before;
    files.crash();

    EXPECT_EQ(syncs, 2U);
    EXPECT_EQ(content_of(*store, sha256_of(contents.front())), contents.front());
    EXPECT_EQ(content_of(*store, sha256_of(contents.back())), contents.back());
}

TEST_F(FileBlobStoreTest, ADirectoryMadeByALargeBatchNeedsNoSyncOfItsNameLater) {
    auto batch = uploads_of(*store, many_contents());
    MUST(store->commit(batch));
    const std::size_t before = files.syncs();

    auto again = uploads_of(*store, {many_contents().front()});
    MUST(store->commit(again));

    EXPECT_EQ(files.syncs() - before, 2U);  // the file and its directory
}

TEST_F(FileBlobStoreTest, ACommitLeavesNothingIncoming) {
    auto uploads = uploads_of(*store, {"one"});

    MUST(store->commit(uploads));

    EXPECT_THAT(files.files(), ElementsAre(BlobLayout("/data").path_of(sha256_of("one")).string()));
    EXPECT_EQ(MUST(uploads.front().content().read(0, 10)), "one");
}

TEST_F(FileBlobStoreTest, TheSameBytesTwiceAreOneBlob) {
    auto uploads = uploads_of(*store, {"same", "same"});
    auto later = uploads_of(*store, {"same"});

    MUST(store->commit(uploads));
    MUST(store->commit(later));

    EXPECT_THAT(files.files(), SizeIs(1));
    EXPECT_EQ(content_of(*store, sha256_of("same")), "same");
}

TEST_F(FileBlobStoreTest, BytesAnotherUploadLinkedButDidNotSyncYetBecomeDurable) {
    // Another commit of the same bytes, stopped between link and sync.
    const Path path = BlobLayout("/data").path_of(sha256_of("same"));
    auto file = MUST(files.create(path, 0600));
    MUST(file->append("same"));
    MUST(file->sync());

    auto uploads = uploads_of(*store, {"same"});
    MUST(store->commit(uploads));
    files.crash();

    EXPECT_EQ(content_of(*store, sha256_of("same")), "same");
}

TEST_F(FileBlobStoreTest, ACommitOfOneFileCostsTwoSyncs) {
    const std::size_t before = files.syncs();
    auto upload = uploads_of(*store, {"one"});

    MUST(store->commit(upload));

    EXPECT_EQ(files.syncs() - before, 2U);  // the file and its directory
}

TEST(FileBlobStore, AWriteThatWasLostFailsEveryBatchThatBeganBeforeAndNoneAfter) {
    MemoryFileSystem memory;
    FaultyFileSystem disk(memory);
    const auto store = MUST(FileBlobStore::open(disk, "/data"));
    auto first = uploads_of(*store, many_contents());
    auto second = uploads_of(*store, many_contents());
    disk.arm(0);
    EXPECT_FAULT(store->commit(first), Fault::io);
    disk.disarm();

    EXPECT_FAULT(store->commit(second), Fault::io);
    auto third = uploads_of(*store, many_contents());
    EXPECT_TRUE(store->commit(third).ok());
}

/// Commits `contents` with every operation failing in turn, each time followed by a power cut.
void fail_a_commit_of(const std::vector<std::string>& contents) {
    fail_at_every_step([&](MemoryFileSystem& memory, FaultyFileSystem& disk, std::size_t skipped) {
        const auto store = MUST(FileBlobStore::open(disk, "/data"));
        bool committed = false;
        {
            auto uploads = uploads_of(*store, contents);
            disk.arm(skipped);
            committed = store->commit(uploads).ok();
            disk.disarm();
        }
        memory.crash();

        std::size_t blobs = 0;
        MUST(store->visit([&](const Sha256& id, std::uint64_t, std::chrono::seconds) {
            EXPECT_EQ(sha256_of(content_of(*store, id)), id);
            ++blobs;
        }));
        EXPECT_TRUE(blobs == contents.size() || !committed);
        EXPECT_TRUE(FileBlobStore::open(disk, "/data").ok());
    });
}

TEST(FileBlobStore, AFailureAtAnyStepLeavesWholeBlobsOrNone) { fail_a_commit_of({"one", "two"}); }

TEST(FileBlobStore, AFailureAtAnyStepOfALargeBatchLeavesWholeBlobsOrNone) { fail_a_commit_of(many_contents()); }

TEST(FileBlobStore, ALargeBatchOnARealDiskIsThereAsAWhole) {
    const TempDir directory;
    PosixFileSystem files;
    const auto store = MUST(FileBlobStore::open(files, directory.path() / "data"));
    auto uploads = uploads_of(*store, many_contents());

    MUST(store->commit(uploads));

    EXPECT_EQ(content_of(*store, sha256_of(many_contents().back())), many_contents().back());
}

}  // namespace
}  // namespace slipway::storage
