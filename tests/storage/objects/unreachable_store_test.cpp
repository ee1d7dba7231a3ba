// What is said of bytes while their store cannot be asked: nothing.
#include "base/files/posix_file_system.hpp"
#include "storage/objects/s3_blob_store.hpp"
#include "storage/objects/s3_segment_store.hpp"
#include "tests/storage/objects/scripted_bucket.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::storage {
namespace {

using s3::answered;
using s3::refused;
using testing::a_listing;
using testing::out_of_reach;

class UnreachableStore : public testing::ScriptedBucket {
protected:
    std::unique_ptr<SegmentStore> segments() {
        the_store_does({a_listing({"prod/segments/00001.pack"})});
        return MUST(S3SegmentStore::open(parts));
    }

    std::unique_ptr<ObjectCache> open_cache() { return MUST(ObjectCache::open(files, directory.path(), {1 << 20})); }

    testing::TempDir directory;
    PosixFileSystem files;
    std::unique_ptr<ObjectCache> cache = open_cache();
    const BucketParts parts{client, files, clock, cache.get()};
    S3BlobStore blobs{parts};
    const Sha256 id = sha256_of("bytes");
};

TEST_F(UnreachableStore, SaysOfABlobNeitherThatItIsMissingNorThatItIsDamaged) {
    the_store_does(out_of_reach());
    EXPECT_FAULT(blobs.open_blob(id), Fault::busy);
    the_store_does(out_of_reach());
    EXPECT_FAULT(blobs.status(id), Fault::busy);
    the_store_does(out_of_reach());
    EXPECT_FAULT(blobs.is_whole(id), Fault::busy);
    the_store_does(out_of_reach());
    EXPECT_FAULT(blobs.contains(id), Fault::busy);
}

TEST_F(UnreachableStore, SaysNothingOfABlobWhileItsBucketIsMissing) {
    the_store_does({answered(404), refused(404, "NoSuchBucket")});
    EXPECT_FAULT(blobs.open_blob(id), Fault::busy);

    the_store_does({answered(404), a_listing({})});
    EXPECT_FAULT(blobs.open_blob(id), Fault::not_found);
}

TEST_F(UnreachableStore, MovesNoBlobAside) {
    the_store_does(out_of_reach());

    EXPECT_FAULT(blobs.quarantine(id), Fault::busy);

    for (const auto& request : transport.requests) EXPECT_EQ(request.method, s3::Method::head);
}

TEST_F(UnreachableStore, TakesNoUpload) {
    auto upload = MUST(blobs.begin_upload());
    MUST(upload.append("bytes"));
    the_store_does(out_of_reach());

    EXPECT_FAULT(blobs.commit({&upload, 1}), Fault::busy);

    EXPECT_FALSE(blobs.is_at_hand(id));
    EXPECT_EQ(MUST(upload.content().read(0, 5)), "bytes") << "it can be tried again";
}

TEST_F(UnreachableStore, SaysOfASegmentNotThatItIsDamaged) {
    const auto store = segments();
    bool is_told = false;
    store->observe_damage([&](const Extent&) { is_told = true; });
    the_store_does(out_of_reach());

    EXPECT_FAULT(store->read({1, 0, 1}), Fault::busy);

    EXPECT_FALSE(is_told);
    EXPECT_FALSE(store->any_damage());
}

TEST_F(UnreachableStore, LosesWhatWasAppendedAndTakesTheNextNumber) {
    const auto store = segments();
    const std::vector<std::string> pieces = {"bytes"};
    const auto lost = MUST(store->append(pieces)).front();
    the_store_does(out_of_reach());

    EXPECT_FAULT(store->sync(), Fault::busy);
    EXPECT_EQ(transport.requests.size(), 1 + out_of_reach().size()) << "a store that is away is asked once";
    const auto next = MUST(store->append(pieces)).front();

    EXPECT_GT(next.pack, lost.pack);
}

}  // namespace
}  // namespace slipway::storage
