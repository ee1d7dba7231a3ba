#include "storage/blobs/blob_store.hpp"

#include "storage/blobs/blob_layout.hpp"
#include "storage/files/posix_file_system.hpp"
#include "tests/support/faulty_file_system.hpp"
#include "tests/support/memory_file_system.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::storage {
namespace {

using ::testing::ElementsAre;
using testing::fail_at_every_step;
using testing::FaultyFileSystem;
using ::testing::IsEmpty;
using testing::MemoryFileSystem;
using ::testing::SizeIs;
using testing::TempDir;

BlobUpload upload_of(BlobStore& store, const std::string& content) {
    auto upload = MUST(store.begin_upload());
    MUST(upload.append(content));
    return upload;
}

std::vector<BlobUpload> uploads_of(BlobStore& store, const std::vector<std::string>& contents) {
    std::vector<BlobUpload> uploads;
    for (const std::string& content : contents) uploads.push_back(upload_of(store, content));
    return uploads;
}

/// Enough of them to be synced at once.
std::vector<std::string> many_contents() {
    std::vector<std::string> contents;
    for (int i = 0; i < 40; ++i) contents.push_back("content " + std::to_string(i));
    return contents;
}

std::string content_of(const BlobStore& store, const Sha256& id) {
    const auto file = MUST(store.open_blob(id));
    const std::size_t size = MUST(file->size());
    return MUST(file->read(0, size));
}

class BlobStoreTest : public ::testing::Test {
protected:
    std::unique_ptr<BlobStore> open() { return MUST(BlobStore::open(files, "/data")); }

    MemoryFileSystem files;
    std::unique_ptr<BlobStore> store = open();
};

TEST(BlobLayout, SpreadsBlobsOverTwoLevelsOfDirectories) {
    const Sha256 id = *Sha256::parse("abcd" + std::string(60, '0'));

    EXPECT_EQ(BlobLayout("/data").path_of(id), "/data/blobs/sha256/ab/abcd" + std::string(60, '0'));
    EXPECT_EQ(BlobLayout::parse_name("abcd" + std::string(60, '0')), id);
}

TEST(BlobLayout, OnlyLowerCaseDigestsAreNamesOfBlobs) {
    EXPECT_EQ(BlobLayout::parse_name(std::string(64, 'A')), std::nullopt);
    EXPECT_EQ(BlobLayout::parse_name(std::string(63, 'a')), std::nullopt);
    EXPECT_EQ(BlobLayout::parse_name("notes.txt"), std::nullopt);
}

TEST_F(BlobStoreTest, AnUploadIsHashedAsItGrows) {
    auto upload = upload_of(*store, "some ");
    const Sha256 halfway = upload.digest();

    MUST(upload.append("bytes"));

    EXPECT_EQ(halfway, sha256_of("some "));
    EXPECT_EQ(upload.digest(), sha256_of("some bytes"));
    EXPECT_EQ(upload.size(), 10U);
    EXPECT_EQ(upload.content().size(), 10U);
    EXPECT_EQ(MUST(upload.content().read(5, 100)), "bytes");
}

TEST_F(BlobStoreTest, AppendsTheRestOfAnotherSource) {
    auto upload = upload_of(*store, "new head, ");
    const std::string tail(1'000'000, 'x');

    MUST(upload.append_rest_of(MemoryBytes("old head, " + tail), 10));

    EXPECT_EQ(upload.digest(), sha256_of("new head, " + tail));
}

TEST_F(BlobStoreTest, AbandoningAnUploadLeavesNoTrace) {
    { const auto upload = upload_of(*store, "some bytes"); }

    EXPECT_THAT(files.files(), IsEmpty());
}

TEST_F(BlobStoreTest, ACommittedBlobSurvivesAPowerCut) {
    auto uploads = uploads_of(*store, {"one", "two", "three"});

    MUST(store->commit(uploads));
    files.crash();

    EXPECT_EQ(content_of(*store, sha256_of("one")), "one");
    EXPECT_EQ(content_of(*store, sha256_of("three")), "three");
}

TEST_F(BlobStoreTest, ALargeBatchSurvivesAPowerCutAndCostsTwoSyncs) {
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

TEST_F(BlobStoreTest, ADirectoryMadeByALargeBatchNeedsNoSyncOfItsNameLater) {
    auto batch = uploads_of(*store, many_contents());
    MUST(store->commit(batch));
    const std::size_t before = files.syncs();

    auto again = uploads_of(*store, {many_contents().front()});
    MUST(store->commit(again));

    EXPECT_EQ(files.syncs() - before, 2U);  // the file and its directory
}

TEST_F(BlobStoreTest, ACommitLeavesNothingIncoming) {
    auto uploads = uploads_of(*store, {"one"});

    MUST(store->commit(uploads));

    EXPECT_THAT(files.files(), ElementsAre(store->path_of(sha256_of("one")).string()));
    EXPECT_EQ(MUST(uploads.front().content().read(0, 10)), "one");
}

TEST_F(BlobStoreTest, TheSameBytesTwiceAreOneBlob) {
    auto uploads = uploads_of(*store, {"same", "same"});
    auto later = uploads_of(*store, {"same"});

    MUST(store->commit(uploads));
    MUST(store->commit(later));

    EXPECT_THAT(files.files(), SizeIs(1));
    EXPECT_EQ(content_of(*store, sha256_of("same")), "same");
}

TEST_F(BlobStoreTest, BytesAnotherUploadLinkedButDidNotSyncYetBecomeDurable) {
    // Another commit of the same bytes, stopped between link and sync.
    const Path path = store->path_of(sha256_of("same"));
    auto file = MUST(files.create(path, 0600));
    MUST(file->append("same"));
    MUST(file->sync());

    auto uploads = uploads_of(*store, {"same"});
    MUST(store->commit(uploads));
    files.crash();

    EXPECT_EQ(content_of(*store, sha256_of("same")), "same");
}

TEST_F(BlobStoreTest, ACommitOfOneFileCostsTwoSyncs) {
    const std::size_t before = files.syncs();
    auto upload = uploads_of(*store, {"one"});

    MUST(store->commit(upload));

    EXPECT_EQ(files.syncs() - before, 2U);  // the file and its directory
}

TEST_F(BlobStoreTest, UnknownBlobsAreNotFound) {
    EXPECT_FALSE(MUST(store->contains(sha256_of("none"))));
    EXPECT_FAULT(store->open_blob(sha256_of("none")), Fault::not_found);
    EXPECT_TRUE(store->remove(sha256_of("none")).ok());
}

TEST_F(BlobStoreTest, RemovedBlobsAreGone) {
    auto uploads = uploads_of(*store, {"one"});
    MUST(store->commit(uploads));

    MUST(store->remove(sha256_of("one")));

    EXPECT_FALSE(MUST(store->contains(sha256_of("one"))));
}

TEST_F(BlobStoreTest, VisitsEveryBlobWithSizeAndAge) {
    auto uploads = uploads_of(*store, {"one", "three"});
    MUST(store->commit(uploads));
    files.age(std::chrono::hours(2));
    std::map<Sha256, std::uint64_t> sizes;
    auto youngest = std::chrono::seconds::max();

    MUST(store->visit([&](const Sha256& id, std::uint64_t size, std::chrono::seconds age) {
        sizes[id] = size;
        youngest = std::min(youngest, age);
    }));

    EXPECT_EQ(sizes, (std::map<Sha256, std::uint64_t>{{sha256_of("one"), 3}, {sha256_of("three"), 5}}));
    EXPECT_GE(youngest, std::chrono::hours(2));
    EXPECT_LT(youngest, std::chrono::hours(3));
}

TEST_F(BlobStoreTest, OpeningEmptiesIncoming) {
    MUST(files.create("/data/blobs/incoming/1/17", 0600));

    store = open();

    EXPECT_THAT(files.files(), IsEmpty());
    EXPECT_TRUE(store->begin_upload().ok());
}

TEST(BlobUpload, ABrokenWriteCannotBeCommitted) {
    MemoryFileSystem memory;
    FaultyFileSystem disk(memory);
    const auto store = MUST(BlobStore::open(disk, "/data"));
    auto uploads = uploads_of(*store, {"one"});
    disk.arm(0, Fault::storage_full);

    EXPECT_FAULT(uploads.front().append("two"), Fault::storage_full);

    EXPECT_FAULT(uploads.front().append("two"), Fault::io);
    EXPECT_FAULT(store->commit(uploads), Fault::io);
}

TEST_F(BlobStoreTest, ARestingUploadIsReadAgainAndCommitted) {
    auto uploads = uploads_of(*store, {"one", "two"});
    for (auto& upload : uploads) upload.rest();

    EXPECT_EQ(MUST(uploads.front().content().read(1, 10)), "ne");
    EXPECT_FAULT(uploads.front().append("more"), Fault::internal);
    MUST(store->commit(uploads));
    files.crash();

    EXPECT_EQ(content_of(*store, sha256_of("one")), "one");
    EXPECT_EQ(content_of(*store, sha256_of("two")), "two");
}

TEST(BlobStore, AWriteThatWasLostFailsEveryBatchThatBeganBeforeAndNoneAfter) {
    MemoryFileSystem memory;
    FaultyFileSystem disk(memory);
    const auto store = MUST(BlobStore::open(disk, "/data"));
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
        const auto store = MUST(BlobStore::open(disk, "/data"));
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
        EXPECT_TRUE(BlobStore::open(disk, "/data").ok());
    });
}

TEST(BlobStore, AFailureAtAnyStepLeavesWholeBlobsOrNone) { fail_a_commit_of({"one", "two"}); }

TEST(BlobStore, AFailureAtAnyStepOfALargeBatchLeavesWholeBlobsOrNone) { fail_a_commit_of(many_contents()); }

TEST(BlobStore, ALargeBatchOnARealDiskIsThereAsAWhole) {
    const TempDir directory;
    PosixFileSystem files;
    const auto store = MUST(BlobStore::open(files, directory.path() / "data"));
    auto uploads = uploads_of(*store, many_contents());

    MUST(store->commit(uploads));

    EXPECT_EQ(content_of(*store, sha256_of(many_contents().back())), many_contents().back());
}

TEST(BlobStore, WorksOnARealDisk) {
    const TempDir directory;
    PosixFileSystem files;
    const auto store = MUST(BlobStore::open(files, directory.path() / "data"));
    auto uploads = uploads_of(*store, {"one"});

    MUST(store->commit(uploads));

    EXPECT_EQ(content_of(*store, sha256_of("one")), "one");
    EXPECT_GT(MUST(store->free_bytes()), 0U);
}

TEST(BlobStore, DestroysABlobAlsoForThoseWhoHaveItOpen) {
    MemoryFileSystem files;
    const auto store = MUST(BlobStore::open(files, "/data"));
    auto upload = upload_of(*store, "secret");
    MUST(store->commit({&upload, 1}));
    const auto open = MUST(store->open_blob(sha256_of("secret")));

    MUST(store->destroy(sha256_of("secret")));

    EXPECT_FALSE(MUST(store->contains(sha256_of("secret"))));
    EXPECT_EQ(MUST(open->size()), 0U);
    EXPECT_EQ(store->destroyed(), 1U);
    MUST(store->destroy(sha256_of("secret")));
    EXPECT_EQ(store->destroyed(), 1U) << "absent is fine";
}

}  // namespace
}  // namespace slipway::storage
