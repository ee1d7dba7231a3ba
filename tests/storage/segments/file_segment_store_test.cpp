#include "storage/segments/file_segment_store.hpp"

#include "base/files/posix_file_system.hpp"
#include "storage/segments/pack_layout.hpp"
#include "tests/contracts/segment_store_contract.hpp"
#include "tests/support/faulty_file_system.hpp"
#include "tests/support/memory_file_system.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::testing {
namespace {

struct PacksInMemory {
    std::unique_ptr<storage::SegmentStore> open() { return MUST(storage::FileSegmentStore::open(files, "/data", 10)); }
    void damage(const storage::Extent& extent) {
        const auto path = storage::PackLayout("/data").path_of(extent.pack);
        auto content = files.content(path);
        content[extent.offset] ^= 1;
        const auto pack = MUST(files.open_to_append(path));
        MUST(pack->truncate(0));
        MUST(pack->append(content));
    }

    MemoryFileSystem files;
};
INSTANTIATE_TYPED_TEST_SUITE_P(FileSegmentStore, SegmentStoreContract, PacksInMemory);

}  // namespace
}  // namespace slipway::testing

namespace slipway::storage {
namespace {

using ::testing::ElementsAre;
using testing::fail_at_every_step;
using testing::FaultyFileSystem;
using ::testing::IsEmpty;
using testing::MemoryFileSystem;
using testing::TempDir;

using Pieces = std::vector<std::string>;

class FileSegmentStoreTest : public ::testing::Test {
protected:
    std::unique_ptr<SegmentStore> open() { return MUST(FileSegmentStore::open(files, "/data", 10)); }

    MemoryFileSystem files;
    std::unique_ptr<SegmentStore> store = open();
};

TEST_F(FileSegmentStoreTest, PiecesFollowOneAnother) {
    const auto extents = MUST(store->append(Pieces{"one", "three"}));

    EXPECT_THAT(extents, ElementsAre(Extent{1, 0, 3}, Extent{1, 3, 5}));
    EXPECT_EQ(MUST(store->read(extents[0])), "one");
    EXPECT_EQ(MUST(store->read(extents[1])), "three");
    EXPECT_THAT(files.files(), ElementsAre("/data/segments/00001.pack"));
}

TEST_F(FileSegmentStoreTest, APieceThatDoesNotFitBeginsANewPack) {
    const auto extents = MUST(store->append(Pieces{"1234567", "4444", "55555"}));

    EXPECT_THAT(extents, ElementsAre(Extent{1, 0, 7}, Extent{2, 0, 4}, Extent{2, 4, 5}));
    EXPECT_EQ(store->current_pack(), 2U);
}

TEST_F(FileSegmentStoreTest, APieceLargerThanAPackIsWholeInOneOfItsOwn) {
    const auto extents = MUST(store->append(Pieces{"1", "a piece of twenty-two", "2"}));

    EXPECT_THAT(extents, ElementsAre(Extent{1, 0, 1}, Extent{2, 0, 21}, Extent{3, 0, 1}));
}

TEST_F(FileSegmentStoreTest, SyncedPiecesOfEveryPackSurviveAPowerCut) {
    const auto extents = MUST(store->append(Pieces{"1234567", "4444"}));

    MUST(store->sync());
    files.crash();
    store = open();

    EXPECT_EQ(MUST(store->read(extents[0])), "1234567");
    EXPECT_EQ(MUST(store->read(extents[1])), "4444");
}

TEST_F(FileSegmentStoreTest, EveryStartBeginsANewPackSoATornTailStaysTheEnd) {
    MUST(store->append(Pieces{"torn"}));

    store = open();
    const auto extents = MUST(store->append(Pieces{"whole"}));

    EXPECT_THAT(extents, ElementsAre(Extent{2, 0, 5}));
    EXPECT_EQ(files.content("/data/segments/00001.pack"), "torn");
}

TEST_F(FileSegmentStoreTest, AStartThatAppendsNothingMakesNoPack) {
    store = open();

    EXPECT_THAT(files.files(), IsEmpty());
    EXPECT_EQ(store->current_pack(), 1U);
}

TEST_F(FileSegmentStoreTest, NumbersThatTheCatalogKnowsAreNotGivenOutAgain) {
    store->begin_behind(7);

    EXPECT_THAT(MUST(store->append(Pieces{"bytes"})), ElementsAre(Extent{8, 0, 5}));
}

TEST_F(FileSegmentStoreTest, TellsNumbersAndSizesOfItsPacksAndNothingElse) {
    MUST(store->append(Pieces{"1234567", "4444"}));
    MUST(files.create("/data/segments/notes.txt", 0600));
    MUST(files.create("/data/segments/3.pack", 0600));

    const auto packs = MUST(store->packs());

    ASSERT_EQ(packs.size(), 2U);
    EXPECT_EQ(packs[0].number, 1U);
    EXPECT_EQ(packs[0].size, 7U);
    EXPECT_EQ(packs[1].size, 4U);
}

TEST_F(FileSegmentStoreTest, ReadersKeepARemovedPackOpen) {
    const auto extents = MUST(store->append(Pieces{"1234567", "4444"}));
    const auto slice = MUST(store->open(extents[0]));

    MUST(store->move_pack_to_trash(1, Seconds{}));

    EXPECT_EQ(MUST(slice.source->read(0, 7)), "1234567");
    EXPECT_FAULT(store->read(extents[0]), Fault::corrupt);
}

TEST_F(FileSegmentStoreTest, APackThatRestsComesBack) {
    const auto extents = MUST(store->append(Pieces{"1234567", "4444"}));
    MUST(store->move_pack_to_trash(1, Seconds{}));
    EXPECT_FALSE(store->read(extents.front()).ok());

    EXPECT_TRUE(MUST(store->bring_back(1)));

    EXPECT_EQ(MUST(store->read(extents.front())), "1234567");
    EXPECT_FALSE(MUST(store->bring_back(1)));
}

TEST_F(FileSegmentStoreTest, ThePackBeingWrittenIsNeverRemoved) {
    MUST(store->append(Pieces{"1"}));

    EXPECT_FAULT(store->move_pack_to_trash(1, Seconds{}), Fault::conflict);
}

class FaultyFileSegmentStoreTest : public ::testing::Test {
protected:
    std::unique_ptr<SegmentStore> open() { return MUST(FileSegmentStore::open(disk, "/data", 10)); }

    MemoryFileSystem memory;
    FaultyFileSystem disk{memory};
    std::unique_ptr<SegmentStore> store = open();
};

TEST_F(FaultyFileSegmentStoreTest, AFailedWriteIsNeverAppendedTo) {
    MUST(store->append(Pieces{"ok"}));
    disk.arm(0, Fault::storage_full);

    EXPECT_FAULT(store->append(Pieces{"torn"}), Fault::storage_full);

    EXPECT_THAT(MUST(store->append(Pieces{"next"})), ElementsAre(Extent{2, 0, 4}));
    EXPECT_EQ(memory.content("/data/segments/00001.pack"), "okto");
}

TEST_F(FaultyFileSegmentStoreTest, PiecesBeforeAFailedWriteAreSyncedAllTheSame) {
    const auto extents = MUST(store->append(Pieces{"ok"}));
    disk.arm(0);
    EXPECT_FAULT(store->append(Pieces{"torn"}), Fault::io);

    MUST(store->sync());
    memory.crash();

    EXPECT_EQ(MUST(store->read(extents[0])), "ok");
}

TEST_F(FaultyFileSegmentStoreTest, AFailedSyncIsNotTriedAgainOnTheSamePack) {
    MUST(store->append(Pieces{"lost"}));
    disk.arm(0);

    EXPECT_FAULT(store->sync(), Fault::io);

    const auto again = MUST(store->append(Pieces{"again"}));
    MUST(store->sync());
    memory.crash();
    EXPECT_THAT(again, ElementsAre(Extent{2, 0, 5}));
    EXPECT_EQ(memory.content("/data/segments/00002.pack"), "again");
}

TEST_F(FaultyFileSegmentStoreTest, WantOfDescriptorsIsNoDamage) {
    const auto extent = MUST(store->append(Pieces{"bytes"})).front();
    disk.arm(0, Fault::busy);
    EXPECT_FAULT(store->read(extent), Fault::busy);
    disk.arm(0, Fault::busy);
    EXPECT_FAULT(store->open(extent), Fault::busy);

    EXPECT_EQ(store->damaged(), 0U);
    EXPECT_EQ(MUST(store->read(extent)), "bytes");
}

TEST(FileSegmentStore, WhatWasSyncedIsWholeWhateverFailed) {
    fail_at_every_step([](MemoryFileSystem& memory, FaultyFileSystem& disk, std::size_t skipped) {
        auto store = MUST(FileSegmentStore::open(disk, "/data", 10));
        disk.arm(skipped);
        const auto extents = store->append(Pieces{"1234567", "4444", "55555"});
        const bool synced = extents.ok() && store->sync().ok();
        disk.disarm();
        memory.crash();

        store = MUST(FileSegmentStore::open(disk, "/data", 10));
        const auto read = synced ? store->read((*extents)[2]) : Result<std::string>(std::string("55555"));
        EXPECT_EQ(MUST(read), "55555");
        EXPECT_TRUE(store->append(Pieces{"more"}).ok());
    });
}

TEST(FileSegmentStore, GivesTheKernelsDescriptorOnARealDisk) {
    const TempDir directory;
    PosixFileSystem files;
    const auto store = MUST(FileSegmentStore::open(files, directory.path()));
    const auto extent = MUST(store->append(Pieces{"bytes"})).front();

    EXPECT_GE(MUST(store->open(extent)).source->descriptor(), 0);
}

}  // namespace
}  // namespace slipway::storage
