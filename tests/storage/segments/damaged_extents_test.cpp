#include "storage/segments/damaged_extents.hpp"

#include "storage/segments/file_segment_store.hpp"
#include "tests/support/memory_file_system.hpp"
#include "tests/support/must.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace slipway::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::MemoryFileSystem;

using Pieces = std::vector<std::string>;

class DamagedExtentsTest : public ::testing::Test {
protected:
    std::unique_ptr<SegmentStore> open() { return MUST(FileSegmentStore::open(files, "/data", 10)); }

    /// Does to the first pack what a failing disk or another program may do.
    void rewrite(const std::string& content) {
        const auto pack = MUST(files.open_to_append("/data/segments/00001.pack"));
        MUST(pack->truncate(0));
        MUST(pack->append(content));
    }

    MemoryFileSystem files;
    const std::unique_ptr<SegmentStore> store = open();
};

TEST_F(DamagedExtentsTest, AnExtentBeyondThePacksEndIsCorrupt) {
    MUST(store->append(Pieces{"12345"}));

    const auto failed = store->read({1, 3, 5});

    EXPECT_FAULT(failed, Fault::corrupt);
    EXPECT_EQ(failed.error().message(), "/data/segments/00001.pack ends before 3+5");
}

TEST_F(DamagedExtentsTest, AMissingPackIsDamage) {
    EXPECT_FAULT(store->read({7, 0, 1}), Fault::corrupt);
    EXPECT_FAULT(store->open({7, 0, 1}), Fault::corrupt);
    EXPECT_FAULT(store->read_unchecked({7, 0, 1}), Fault::not_found);
}

TEST_F(DamagedExtentsTest, BytesThatWereChangedAreNotRead) {
    const auto extent = MUST(store->append(Pieces{"bytes"})).front();
    rewrite("bytfs");

    const auto failed = store->read(extent);

    EXPECT_FAULT(failed, Fault::corrupt);
    EXPECT_EQ(failed.error().message(), "/data/segments/00001.pack has other bytes than were written at 0+5");
}

TEST_F(DamagedExtentsTest, WhatWasFoundDamagedStaysSo) {
    const auto extent = MUST(store->append(Pieces{"bytes"})).front();
    rewrite("bytfs");
    EXPECT_FAULT(store->read(extent), Fault::corrupt);
    rewrite("bytes");

    EXPECT_FAULT(store->read(extent), Fault::corrupt);
    EXPECT_FAULT(store->open(extent), Fault::corrupt);
    EXPECT_EQ(store->find(extent), std::nullopt);
    EXPECT_EQ(store->damaged(), 1U);
}

TEST_F(DamagedExtentsTest, DamageIsReportedOnce) {
    const auto extent = MUST(store->append(Pieces{"bytes"})).front();
    std::vector<Extent> reported;
    store->observe_damage([&](const Extent& damaged) { reported.push_back(damaged); });
    rewrite("byt");

    EXPECT_FAULT(store->open(extent), Fault::corrupt);
    EXPECT_FAULT(store->read(extent), Fault::corrupt);

    EXPECT_THAT(reported, ElementsAre(extent));
}

TEST_F(DamagedExtentsTest, DamageThatWasMendedDuringTheReadIsNotReported) {
    const auto extents = MUST(store->append(Pieces{"bytes", "bytes"}));
    std::vector<Extent> reported;
    store->observe_damage([&](const Extent& damaged) { reported.push_back(damaged); });
    rewrite("bytfsbytes");

    std::string buffer(16, '\0');
    const auto read = store->visit(extents[0], buffer, [&](ByteView) { store->move(extents[0], extents[1]); });

    EXPECT_FAULT(read, Fault::corrupt);
    EXPECT_THAT(reported, IsEmpty());
    EXPECT_EQ(MUST(store->read(extents[0])), "bytes");
}

TEST_F(DamagedExtentsTest, ADamagedExtentIsReadFromWhereItsBytesWereWrittenAgain) {
    const auto extents = MUST(store->append(Pieces{"bytes", "other"}));
    rewrite("bytfsother");
    EXPECT_FAULT(store->read(extents[0]), Fault::corrupt);

    const auto again = MUST(store->append(Pieces{"bytes"})).front();
    store->move(extents[0], again);

    EXPECT_EQ(MUST(store->read(extents[0])), "bytes");
    EXPECT_EQ(MUST(store->open(extents[0])).offset, again.offset);
    EXPECT_EQ(store->find(extents[0]), again);
    EXPECT_EQ(MUST(store->read(extents[1])), "other");
    EXPECT_EQ(store->damaged(), 0U);
}

}  // namespace
}  // namespace slipway::storage
