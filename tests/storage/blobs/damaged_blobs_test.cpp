// Blobs that are not what was written: noticed, moved aside, mended by an upload of the same bytes.
#include "tests/storage/blobs/blob_fixture.hpp"
#include "tests/support/faulty_file_system.hpp"

namespace slipway::storage {
namespace {

using testing::content_of;
using ::testing::IsEmpty;
using testing::upload_of;

class DamagedBlobs : public testing::FileBlobStoreTest {
protected:
    DamagedBlobs() { commit(); }

    void commit() {
        auto upload = upload_of(*store, "some bytes");
        MUST(store->commit({&upload, 1}));
    }
    /// What a disk or somebody else makes of the blob.
    void rewrite(const std::string& content) {
        const auto file = MUST(files.open_to_append(BlobLayout("/data").path_of(id)));
        MUST(file->truncate(0));
        MUST(file->append(content));
        MUST(file->sync());
    }

    const Sha256 id = sha256_of("some bytes");
};

TEST_F(DamagedBlobs, GiveWayToAnUploadOfTheSameBytes) {
    rewrite("some bytfs");
    EXPECT_FALSE(MUST(store->is_whole(id)));
    EXPECT_TRUE(store->mark_damaged(id));
    const auto before = store->destroyed();

    commit();
    files.crash();

    EXPECT_EQ(content_of(*store, id), "some bytes");
    EXPECT_TRUE(MUST(store->is_whole(id)));
    EXPECT_GT(store->destroyed(), before) << "whoever has the old file open closes it";
    EXPECT_EQ(store->damaged(), 0U);
    EXPECT_EQ(store->mended(), 1U);
}

TEST_F(DamagedBlobs, GiveWayAlsoWhenTheyAreCutShort) {
    rewrite("some");

    commit();

    EXPECT_EQ(content_of(*store, id), "some bytes");
}

TEST_F(DamagedBlobs, AreMovedAside) {
    rewrite("some bytfs");

    MUST(store->quarantine(id));
    files.crash();

    EXPECT_FAULT(store->open_blob(id), Fault::not_found);
    EXPECT_EQ(files.content("/data/blobs/quarantine/" + id.hex()), "some bytfs");
    EXPECT_TRUE(store->is_damaged(id));
    MUST(store->remove(id));
    EXPECT_EQ(store->damaged(), 0U);
    EXPECT_THAT(files.files(), IsEmpty());
}

TEST_F(DamagedBlobs, AreNotOpenedInTheirPlaceWhenTheyCannotBeMovedAside) {
    rewrite("some bytfs");
    testing::FaultyFileSystem disk(files);
    const auto shaken = MUST(FileBlobStore::open(disk, "/data"));
    const auto before = shaken->destroyed();
    disk.arm_for_good(Fault::io);  // as of a disk that the kernel made read-only

    EXPECT_FAULT(shaken->quarantine(id), Fault::io);

    disk.disarm();
    EXPECT_FAULT(shaken->open_blob(id), Fault::corrupt);
    EXPECT_GT(shaken->destroyed(), before) << "whoever has it open closes it";
    MUST(shaken->open_to_check(id));
    auto upload = upload_of(*shaken, "some bytes");
    MUST(shaken->commit({&upload, 1}));
    EXPECT_EQ(content_of(*shaken, id), "some bytes") << "an upload mends it";
    EXPECT_EQ(shaken->damaged(), 0U);
}

TEST_F(DamagedBlobs, ComeBackFromQuarantineWhenTheyTurnOutWhole) {
    MUST(store->quarantine(id));

    EXPECT_EQ(content_of(*store, id), "some bytes");
    EXPECT_FALSE(store->is_damaged(id));
}

TEST_F(DamagedBlobs, AreDestroyedInQuarantineToo) {
    rewrite("some bytfs");
    MUST(store->quarantine(id));

    MUST(store->destroy(id));

    EXPECT_THAT(files.files(), IsEmpty());
}

TEST_F(DamagedBlobs, AreForgottenWhenWhatIsMissingIsDestroyed) {
    MUST(files.remove(BlobLayout("/data").path_of(id)));
    MUST(store->quarantine(id));
    EXPECT_EQ(store->damaged(), 1U);

    MUST(store->destroy(id));

    EXPECT_EQ(store->damaged(), 0U);
}

}  // namespace
}  // namespace slipway::storage
