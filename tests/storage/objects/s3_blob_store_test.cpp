// Blobs in a real store's bucket: run by run_with_store.py.
#include "storage/objects/s3_blob_store.hpp"

#include "storage/objects/object_layout.hpp"
#include "tests/contracts/blob_store_contract.hpp"
#include "tests/storage/objects/bucket_place.hpp"

#include <atomic>
#include <thread>
#include <vector>

namespace slipway::testing {
namespace {

class BlobsInABucket {
public:
    std::unique_ptr<storage::BlobStore> open() { return std::make_unique<storage::S3BlobStore>(place_.parts()); }
    void damage(const Sha256& id) { place_.change(storage::ObjectLayout::blob(id), id.hex(), 0); }

private:
    BucketPlace place_;
};
INSTANTIATE_TYPED_TEST_SUITE_P(S3BlobStore, BlobStoreContract, BlobsInABucket);

}  // namespace
}  // namespace slipway::testing

namespace slipway::storage {
namespace {

class S3BlobStoreTest : public ::testing::Test {
protected:
    void reopen(CacheBounds bounds = {std::uint64_t{1} << 30}) {
        store.reset();
        store = std::make_unique<S3BlobStore>(place.parts(bounds));
    }
    Sha256 commit(const std::string& content) {
        auto upload = MUST(store->begin_upload());
        MUST(upload.append(content));
        MUST(store->commit({&upload, 1}));
        return upload.digest();
    }
    std::string content_of(const Sha256& id) {
        const auto source = MUST(store->open_blob(id));
        const auto size = MUST(source->size());
        return MUST(source->read(0, static_cast<std::size_t>(size)));
    }

    testing::BucketPlace place;
    std::unique_ptr<S3BlobStore> store = std::make_unique<S3BlobStore>(place.parts());
    const std::string large = std::string(CachedObject::piece_bytes, 'a') + std::string(100, 'b');
};

TEST_F(S3BlobStoreTest, HasWhatItTookInAtHandAndOpenForSendfile) {
    const auto id = commit("bytes");

    EXPECT_TRUE(store->is_at_hand(id));
    EXPECT_GE(MUST(store->open_blob(id))->descriptor(), 0);
}

TEST_F(S3BlobStoreTest, ReadsABlobFromTheBucketOnceAndKeepsIt) {
    const auto id = commit(large);
    place.lose_cache();
    reopen();
    EXPECT_FALSE(store->is_at_hand(id));

    const auto source = MUST(store->open_blob(id));
    EXPECT_EQ(source->descriptor(), -1);
    EXPECT_EQ(MUST(source->read(CachedObject::piece_bytes - 1, 2)), "ab");

    EXPECT_GE(source->descriptor(), 0) << "both pieces came";
    EXPECT_TRUE(store->is_at_hand(id));
    EXPECT_EQ(place.cache().gauges().misses, 1U);
    EXPECT_EQ(sha256_of(content_of(id)), id);
    EXPECT_EQ(place.cache().gauges().misses, 1U);
}

TEST_F(S3BlobStoreTest, GoesOnWhenTheCacheVanishes) {
    const auto id = commit("bytes");

    place.lose_cache();
    EXPECT_FALSE(store->is_at_hand(id));

    EXPECT_EQ(content_of(id), "bytes");
    EXPECT_EQ(content_of(commit("more")), "more");
}

TEST_F(S3BlobStoreTest, ReadsBlobsThatAreLargerThanTheCache) {
    const auto id = commit(large);
    reopen({10});
    EXPECT_FALSE(store->is_at_hand(id)) << "the copy had to go";

    EXPECT_EQ(sha256_of(content_of(id)), id);
}

TEST_F(S3BlobStoreTest, SaysWhenABlobWasStoredWhereverItIsReadFrom) {
    const auto id = commit("bytes");
    const auto here = MUST(store->status(id));
    place.lose_cache();
    reopen();

    const auto there = MUST(store->status(id));
    MUST(store->open_blob(id));

    EXPECT_EQ(there.stored_at, here.stored_at);
    EXPECT_EQ(MUST(store->status(id)).stored_at, here.stored_at);
}

TEST_F(S3BlobStoreTest, CountsABlobWithOtherBytesAsDamagedWhenItIsReadToItsEnd) {
    const auto id = commit("bytes");
    place.change(ObjectLayout::blob(id), id.hex(), 0);
    place.lose_cache();
    reopen();

    content_of(id);

    EXPECT_TRUE(store->is_damaged(id));
    const auto stored = MUST(store->open_to_check(id));
    EXPECT_EQ(MUST(stored->size()), 5U);
}

TEST_F(S3BlobStoreTest, IsNotDamagedByADamagedCopy) {
    const auto id = commit("bytes");
    place.change_copy(id.hex(), 0);

    MUST(store->quarantine(id));

    EXPECT_EQ(content_of(id), "bytes");
    EXPECT_FALSE(store->is_damaged(id));
}

TEST_F(S3BlobStoreTest, ShowsTheCopyThatItServesToWhoeverLooksWhetherThatIsRight) {
    const auto id = commit("bytes");
    place.change_copy(id.hex(), 0);
    const auto misses = place.cache().gauges().misses;

    const auto copy = store->find_copy(id);
    ASSERT_TRUE(copy);
    EXPECT_NE(sha256_of(MUST(copy->read(0, 5))), id);
    EXPECT_EQ(place.cache().gauges().hits, 0U) << "nobody used it";
    store->drop_copy(id);

    EXPECT_FALSE(store->find_copy(id));
    EXPECT_EQ(content_of(id), "bytes");
    EXPECT_EQ(place.cache().gauges().misses, misses + 1);
}

TEST_F(S3BlobStoreTest, IsReadWithoutACacheByWhoeverOnlyLooks) {
    const auto id = commit(large);
    auto parts = place.parts();
    parts.cache = nullptr;
    S3BlobStore reader(parts);

    const auto source = MUST(reader.open_blob(id));

    EXPECT_EQ(sha256_of(MUST(source->read(0, large.size()))), id);
    EXPECT_FAULT(reader.begin_upload(), Fault::unsupported);
    EXPECT_FALSE(reader.is_at_hand(id));
}

TEST_F(S3BlobStoreTest, EndsUploadsThatWereAbandonedMoreThanADayAgo) {
    auto& caller = place.client().caller();
    const auto path = place.client().bucket().path_of(ObjectLayout::blob(sha256_of("bytes")));
    MUST(caller.call({s3::Operation::create_multipart_upload, s3::Method::post, path, {{"uploads", ""}}}));
    const auto under_way = [&] {
        const auto& bucket = place.client().bucket();
        const auto listed = MUST(caller.call({s3::Operation::list_multipart_uploads,
                                              s3::Method::get,
                                              bucket.path(),
                                              {{"uploads", ""}, {"prefix", bucket.full_name("")}}}));
        return MUST(s3::parse_uploads(listed.body)).size();
    };

    MUST(store->end_abandoned_uploads(SystemClock().now()));
    EXPECT_EQ(under_way(), 1U);
    MUST(store->end_abandoned_uploads(SystemClock().now() + std::chrono::hours(25)));
    EXPECT_EQ(under_way(), 0U);
}

TEST_F(S3BlobStoreTest, ComesAsOneTransferToManyReaders) {
    const auto id = commit(large);
    place.lose_cache();
    reopen();
    std::atomic<int> right = 0;

    {
        std::vector<std::jthread> readers;
        for (int i = 0; i < 8; ++i) readers.emplace_back([&] { right += sha256_of(content_of(id)) == id ? 1 : 0; });
    }

    EXPECT_EQ(right, 8);
    EXPECT_EQ(place.cache().gauges().copies, 1U);
}

}  // namespace
}  // namespace slipway::storage
