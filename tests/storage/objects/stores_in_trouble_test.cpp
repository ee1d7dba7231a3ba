// Stores of blobs and packs over a real store with a proxy between them: run by run_with_store.py.
#include "base/files/posix_file_system.hpp"
#include "storage/objects/s3_blob_store.hpp"
#include "storage/objects/s3_segment_store.hpp"
#include "tests/storage/s3/store_fixture.hpp"
#include "tests/storage/s3/store_proxy.hpp"
#include "tests/support/temp_dir.hpp"

#include <filesystem>

namespace slipway::storage {
namespace {

using namespace std::chrono_literals;
using s3::Trouble;
using Pieces = std::vector<std::string>;

class StoresInTrouble : public s3::StoreFixture {
protected:
    StoresInTrouble() {
        s3::Limits limits;
        limits.call = 4s;
        through.emplace(s3::Caller::Parts{troubled_bucket, credentials, *impatient, clock, timing, metrics}, limits);
        open();
    }
    void open() {
        segments.reset();
        blobs.reset();
        cache = MUST(ObjectCache::open(files, directory.path(), {std::uint64_t{1} << 30}));
        const BucketParts parts{*through, files, clock, cache.get()};
        blobs = std::make_unique<S3BlobStore>(parts);
        segments = MUST(S3SegmentStore::open(parts));
    }
    void open_with_an_empty_cache() {
        std::filesystem::remove_all(directory.path() / "cache");
        open();
    }
    Result<Sha256> commit(const std::string& content) {
        auto upload = MUST(blobs->begin_upload());
        MUST(upload.append(content));
        TRY(blobs->commit({&upload, 1}));
        return upload.digest();
    }

    s3::StoreProxy proxy{endpoint};
    const s3::Bucket troubled_bucket = s3::a_bucket(bucket->url(), proxy.endpoint());
    std::unique_ptr<s3::CurlTransport> impatient = s3::a_transport({"", 1s, 1s, 4});
    std::optional<s3::Client> through;
    testing::TempDir directory;
    PosixFileSystem files;
    std::unique_ptr<ObjectCache> cache;
    std::unique_ptr<S3BlobStore> blobs;
    std::unique_ptr<S3SegmentStore> segments;
};

TEST_F(StoresInTrouble, StoreAPackOnceWhenTheAnswerIsLost) {
    const auto extent = MUST(segments->append(Pieces{"bytes"})).front();
    proxy.make({Trouble::lose_answer});

    MUST(segments->sync());

    open_with_an_empty_cache();
    EXPECT_EQ(MUST(segments->read(extent)), "bytes");
}

TEST_F(StoresInTrouble, StoreABlobThroughAllThatPasses) {
    proxy.make({Trouble::slow_down, Trouble::cut_request, Trouble::lose_answer});

    const auto id = MUST(commit(std::string(100'000, 'x')));

    open_with_an_empty_cache();
    EXPECT_TRUE(MUST(blobs->is_whole(id)));
}

TEST_F(StoresInTrouble, HaveNothingOfABlobThatCouldNotBeStored) {
    proxy.make_always(Trouble::slow_down);

    EXPECT_FAULT(commit("bytes"), Fault::busy);
    proxy.make_always(Trouble::none);

    EXPECT_FALSE(MUST(blobs->contains(sha256_of("bytes"))));
}

TEST_F(StoresInTrouble, ReadWhatIsHereAndAreBusyWithTheRest) {
    const auto here = MUST(commit("here"));
    const auto extent = MUST(segments->append(Pieces{"bytes"})).front();
    MUST(segments->sync());
    proxy.make_always(Trouble::hang);

    const auto source = MUST(blobs->open_blob(here));
    EXPECT_EQ(MUST(source->read(0, 4)), "here");
    EXPECT_EQ(MUST(segments->read(extent)), "bytes");
    EXPECT_FAULT(blobs->open_blob(sha256_of("elsewhere")), Fault::busy);

    EXPECT_EQ(blobs->damaged(), 0U);
    EXPECT_EQ(segments->damaged(), 0U);
    proxy.make_always(Trouble::none);
}

TEST_F(StoresInTrouble, OpenASegmentWhosePackCannotBeFetchedNow) {
    const auto extent = MUST(segments->append(Pieces{"bytes"})).front();
    MUST(segments->sync());
    open_with_an_empty_cache();
    proxy.make_always(Trouble::slow_down);

    const auto slice = MUST(segments->open(extent));

    EXPECT_FAULT(slice.source->read(slice.offset, 5), Fault::busy);
    proxy.make_always(Trouble::none);
    EXPECT_EQ(MUST(slice.source->read(slice.offset, 5)), "bytes");
}

TEST_F(StoresInTrouble, GoOnReadingWhereAnAnswerWasCut) {
    const std::string text(3'000'000, 'x');
    const auto id = MUST(commit(text));
    open_with_an_empty_cache();
    const auto source = MUST(blobs->open_blob(id));
    proxy.let_through(1'000'000);
    proxy.make({Trouble::cut_answer, Trouble::cut_answer});

    EXPECT_EQ(sha256_of(MUST(source->read(0, text.size()))), id);

    EXPECT_GE(source->descriptor(), 0) << "it is a whole copy";
    EXPECT_FALSE(blobs->is_damaged(id));
}

TEST_F(StoresInTrouble, ReadABlobAgainAfterTheStoreWasAway) {
    const auto id = MUST(commit("bytes"));
    open_with_an_empty_cache();
    const auto source = MUST(blobs->open_blob(id));
    proxy.make_always(Trouble::slow_down);
    EXPECT_FAULT(source->read(0, 5), Fault::busy);
    proxy.make_always(Trouble::none);

    EXPECT_EQ(MUST(source->read(0, 5)), "bytes");
}

}  // namespace
}  // namespace slipway::storage
