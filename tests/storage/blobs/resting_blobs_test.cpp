// Blobs that were collected rest in the trash for a while, and come back whole.
#include "storage/gc/collector.hpp"
#include "storage/segments/file_segment_store.hpp"
#include "tests/storage/blobs/blob_fixture.hpp"

namespace slipway::storage {
namespace {

using testing::content_of;
using testing::FileBlobStoreTest;
using testing::upload_of;

class RestingBlobs : public FileBlobStoreTest {
protected:
    RestingBlobs() {
        auto upload = upload_of(*store, "bytes");
        MUST(store->commit({&upload, 1}));
        MUST(store->move_to_trash(id, at));
    }

    const Sha256 id = sha256_of("bytes");
    const Seconds at{std::chrono::seconds(1000)};
};

TEST_F(RestingBlobs, AreNotInTheStoreAndComeBackWhole) {
    EXPECT_FALSE(MUST(store->contains(id)));
    ASSERT_EQ(MUST(store->trash().list()).size(), 1U);
    EXPECT_EQ(MUST(store->trash().list()).front().since, at);
    EXPECT_EQ(MUST(store->trash().list()).front().size, 5U);

    EXPECT_TRUE(MUST(store->bring_back(id)));

    EXPECT_EQ(content_of(*store, id), "bytes");
    EXPECT_TRUE(MUST(store->trash().list()).empty());
}

TEST_F(RestingBlobs, LeaveABlobThatCameAgainAlone) {
    auto again = upload_of(*store, "bytes");
    MUST(store->commit({&again, 1}));

    EXPECT_FALSE(MUST(store->bring_back(id)));
    EXPECT_EQ(content_of(*store, id), "bytes");
}

TEST_F(RestingBlobs, AreDestroyedWithTheBlob) {
    auto again = upload_of(*store, "bytes");
    MUST(store->commit({&again, 1}));

    MUST(store->destroy(id));

    EXPECT_FALSE(MUST(store->contains(id)));
    EXPECT_TRUE(MUST(store->trash().list()).empty());
}

TEST_F(RestingBlobs, SurviveAStart) {
    store = open();

    EXPECT_TRUE(MUST(store->bring_back(id)));
}

TEST_F(RestingBlobs, GoWhenTheirTimeHasComeOldestFirst) {
    auto later = upload_of(*store, "later");
    MUST(store->commit({&later, 1}));
    MUST(store->move_to_trash(sha256_of("later"), at + std::chrono::hours(2)));
    const auto segments = MUST(FileSegmentStore::open(files, "/data"));
    const auto never = [] { return false; };

    const auto none = MUST(empty_trash(*store, *segments, at + std::chrono::hours(23), std::chrono::hours(24), never));
    EXPECT_EQ(none.files, 0U);
    const auto one = MUST(empty_trash(*store, *segments, at + std::chrono::hours(25), std::chrono::hours(24), never));

    EXPECT_EQ(one.files, 1U);
    EXPECT_EQ(one.bytes, 5U);
    ASSERT_EQ(MUST(store->trash().list()).size(), 1U);
    EXPECT_EQ(MUST(store->trash().list()).front().name, sha256_of("later").hex());
}

TEST_F(RestingBlobs, GoNoFurtherThanNeeded) {
    const auto segments = MUST(FileSegmentStore::open(files, "/data"));

    const auto emptied =
        MUST(empty_trash(*store, *segments, at + std::chrono::hours(25), std::chrono::hours(1), [] { return true; }));

    EXPECT_EQ(emptied.files, 0U);
}

TEST(CollectionLimit, IsAShareButNeverLessThanItsFloor) {
    EXPECT_EQ((CollectionLimit{10, 1000}).bytes_of(100), 1000U);
    EXPECT_EQ((CollectionLimit{10, 1000}).bytes_of(100'000), 10'000U);
    EXPECT_EQ(CollectionLimit{}.bytes_of(0), std::uint64_t{1} << 30);
}

}  // namespace
}  // namespace slipway::storage
