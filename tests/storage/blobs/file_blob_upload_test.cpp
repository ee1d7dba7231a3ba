#include "storage/blobs/file_blob_upload.hpp"

#include "tests/storage/blobs/blob_fixture.hpp"
#include "tests/support/faulty_file_system.hpp"

namespace slipway::storage {
namespace {

using testing::content_of;
using testing::FaultyFileSystem;
using testing::FileBlobStoreTest;
using ::testing::IsEmpty;
using testing::MemoryFileSystem;
using testing::upload_of;
using testing::uploads_of;

TEST_F(FileBlobStoreTest, AnUploadIsHashedAsItGrows) {
    auto upload = upload_of(*store, "some ");
    const Sha256 halfway = upload.digest();

    MUST(upload.append("bytes"));

    EXPECT_EQ(halfway, sha256_of("some "));
    EXPECT_EQ(upload.digest(), sha256_of("some bytes"));
    EXPECT_EQ(upload.size(), 10U);
    EXPECT_EQ(upload.content().size(), 10U);
    EXPECT_EQ(MUST(upload.content().read(5, 100)), "bytes");
}

TEST_F(FileBlobStoreTest, AppendsTheRestOfAnotherSource) {
    auto upload = upload_of(*store, "new head, ");
    const std::string tail(1'000'000, 'x');

    MUST(upload.append_rest_of(MemoryBytes("old head, " + tail), 10));

    EXPECT_EQ(upload.digest(), sha256_of("new head, " + tail));
}

TEST_F(FileBlobStoreTest, AbandoningAnUploadLeavesNoTrace) {
    { const auto upload = upload_of(*store, "some bytes"); }

    EXPECT_THAT(files.files(), IsEmpty());
}

TEST_F(FileBlobStoreTest, OpeningEmptiesIncoming) {
    MUST(files.create("/data/blobs/incoming/1/17", 0600));

    store = open();

    EXPECT_THAT(files.files(), IsEmpty());
    EXPECT_TRUE(store->begin_upload().ok());
}

TEST(FileBlobUpload, ABrokenWriteCannotBeCommitted) {
    MemoryFileSystem memory;
    FaultyFileSystem disk(memory);
    const auto store = MUST(FileBlobStore::open(disk, "/data"));
    auto uploads = uploads_of(*store, {"one"});
    disk.arm(0, Fault::storage_full);

    EXPECT_FAULT(uploads.front().append("two"), Fault::storage_full);

    EXPECT_FAULT(uploads.front().append("two"), Fault::io);
    EXPECT_FAULT(store->commit(uploads), Fault::io);
}

TEST_F(FileBlobStoreTest, ARestingUploadIsReadAgainAndCommitted) {
    auto uploads = uploads_of(*store, {"one", "two"});
    for (auto& upload : uploads) upload.close_for_reading();

    EXPECT_EQ(MUST(uploads.front().content().read(1, 10)), "ne");
    EXPECT_FAULT(uploads.front().append("more"), Fault::internal);
    MUST(store->commit(uploads));
    files.crash();

    EXPECT_EQ(content_of(*store, sha256_of("one")), "one");
    EXPECT_EQ(content_of(*store, sha256_of("two")), "two");
}

}  // namespace
}  // namespace slipway::storage
