#include "storage/blobs/file_blob_store.hpp"

#include "base/files/posix_file_system.hpp"
#include "storage/blobs/blob_layout.hpp"
#include "tests/contracts/blob_store_contract.hpp"
#include "tests/storage/blobs/blob_fixture.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::testing {
namespace {

struct BlobsInMemory {
    std::unique_ptr<storage::BlobStore> open() { return MUST(storage::FileBlobStore::open(files, "/data")); }
    void damage(const Sha256& id) {
        const auto path = storage::BlobLayout("/data").path_of(id);
        auto content = files.content(path);
        content.front() ^= 1;
        const auto file = MUST(files.open_to_append(path));
        MUST(file->truncate(0));
        MUST(file->append(content));
    }

    MemoryFileSystem files;
};
INSTANTIATE_TYPED_TEST_SUITE_P(FileBlobStore, BlobStoreContract, BlobsInMemory);

}  // namespace
}  // namespace slipway::testing

namespace slipway::storage {
namespace {

using testing::content_of;
using testing::FileBlobStoreTest;
using testing::TempDir;
using testing::upload_of;
using testing::uploads_of;

TEST(BlobLayout, SpreadsBlobsOver256Directories) {
    const Sha256 id = *Sha256::parse("abcd" + std::string(60, '0'));

    EXPECT_EQ(BlobLayout("/data").path_of(id), "/data/blobs/sha256/ab/abcd" + std::string(60, '0'));
    EXPECT_EQ(BlobLayout::parse_name("abcd" + std::string(60, '0')), id);
}

TEST(BlobLayout, OnlyLowerCaseDigestsAreNamesOfBlobs) {
    EXPECT_EQ(BlobLayout::parse_name(std::string(64, 'A')), std::nullopt);
    EXPECT_EQ(BlobLayout::parse_name(std::string(63, 'a')), std::nullopt);
    EXPECT_EQ(BlobLayout::parse_name("notes.txt"), std::nullopt);
}

TEST_F(FileBlobStoreTest, UnknownBlobsAreNotFound) {
    EXPECT_FALSE(MUST(store->contains(sha256_of("none"))));
    EXPECT_FAULT(store->open_blob(sha256_of("none")), Fault::not_found);
    EXPECT_TRUE(store->remove(sha256_of("none")).ok());
}

TEST_F(FileBlobStoreTest, RemovedBlobsAreGone) {
    auto uploads = uploads_of(*store, {"one"});
    MUST(store->commit(uploads));

    MUST(store->remove(sha256_of("one")));

    EXPECT_FALSE(MUST(store->contains(sha256_of("one"))));
}

TEST_F(FileBlobStoreTest, VisitsEveryBlobWithSizeAndAge) {
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

TEST(FileBlobStore, WorksOnARealDisk) {
    const TempDir directory;
    PosixFileSystem files;
    const auto store = MUST(FileBlobStore::open(files, directory.path() / "data"));
    auto uploads = uploads_of(*store, {"one"});

    MUST(store->commit(uploads));

    EXPECT_EQ(content_of(*store, sha256_of("one")), "one");
    EXPECT_GT(MUST(store->free_bytes()), 0U);
}

TEST_F(FileBlobStoreTest, DestroysABlobAlsoForThoseWhoHaveItOpen) {
    auto upload = upload_of(*store, "secret");
    MUST(store->commit({&upload, 1}));
    const auto held = MUST(store->open_blob(sha256_of("secret")));

    MUST(store->destroy(sha256_of("secret")));

    EXPECT_FALSE(MUST(store->contains(sha256_of("secret"))));
    EXPECT_EQ(MUST(held->size()), 0U);
    EXPECT_EQ(store->destroyed(), 1U);
    MUST(store->destroy(sha256_of("secret")));
    EXPECT_EQ(store->destroyed(), 1U) << "absent is fine";
}

}  // namespace
}  // namespace slipway::storage
