#pragma once

#include "storage/segments/segment_store.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <memory>

namespace slipway::testing {

/// What every SegmentStore promises. A `Place` is default-constructible and has `open()`, which gives a store over what
/// earlier ones of the same place have synced, and `damage(extent)`, which changes a byte of what is stored there.
/// Instantiate with INSTANTIATE_TYPED_TEST_SUITE_P(Name, SegmentStoreContract, Place).
template <class Place>
class SegmentStoreContract : public ::testing::Test {
protected:
    using Pieces = std::vector<std::string>;

    void reopen() {
        store.reset();
        store = place_.open();
    }
    std::vector<storage::Extent> append(const Pieces& pieces) {
        auto extents = MUST(store->append(pieces));
        MUST(store->sync());
        return extents;
    }
    void damage(const storage::Extent& extent) { place_.damage(extent); }
    /// As whoever serves it reads it.
    std::string served(const storage::Extent& extent) {
        const auto slice = MUST(store->open(extent));
        return MUST(slice.source->read(slice.offset, static_cast<std::size_t>(slice.length)));
    }

private:
    Place place_;

protected:
    std::unique_ptr<storage::SegmentStore> store = place_.open();
};

TYPED_TEST_SUITE_P(SegmentStoreContract);

TYPED_TEST_P(SegmentStoreContract, GivesBackWhatWasAppended) {
    const auto extents = this->append({"one", "three", "", "a piece of twenty-two"});

    ASSERT_EQ(extents.size(), 4U);
    EXPECT_EQ(MUST(this->store->read(extents[0])), "one");
    EXPECT_EQ(MUST(this->store->read(extents[2])), "");
    EXPECT_EQ(MUST(this->store->read(extents[3])), "a piece of twenty-two");
    EXPECT_EQ(MUST(this->store->read_unchecked(extents[1])), "three");
    EXPECT_EQ(this->served(extents[1]), "three");
    EXPECT_EQ(extents[1].checksum, checksum_of("three"));
}

TYPED_TEST_P(SegmentStoreContract, ReadsPieceByPieceAsTheBufferHolds) {
    const auto extent = this->append({"before", "abcdefg"}).back();
    std::vector<std::string> pieces;
    std::string buffer(3, ' ');

    MUST(this->store->visit(extent, buffer, [&](ByteView bytes) { pieces.emplace_back(bytes); }));

    EXPECT_THAT(pieces, ::testing::ElementsAre("abc", "def", "g"));
}

TYPED_TEST_P(SegmentStoreContract, HasWhatWasSyncedAfterALaterStart) {
    const auto extents = this->append({"one", "three"});

    this->reopen();

    EXPECT_EQ(MUST(this->store->read(extents[1])), "three");
    EXPECT_EQ(this->served(extents[0]), "one");
}

TYPED_TEST_P(SegmentStoreContract, NeverGivesANumberTwice) {
    const auto before = this->append({"one"}).back();
    this->reopen();
    const auto after = this->append({"two"}).back();
    this->reopen();
    this->store->begin_behind(after.pack + 5);
    const auto behind = this->append({"three"}).back();

    EXPECT_GT(after.pack, before.pack);
    EXPECT_GT(behind.pack, after.pack);
    EXPECT_EQ(MUST(this->store->read(before)), "one");
}

TYPED_TEST_P(SegmentStoreContract, ListsItsPacks) {
    const auto first = this->append({"one"}).back();
    this->reopen();
    const auto second = this->append({"three"}).back();

    const auto packs = MUST(this->store->packs());

    ASSERT_EQ(packs.size(), 2U);
    EXPECT_EQ(packs[0].number, first.pack);
    EXPECT_EQ(packs[0].size, 3U);
    EXPECT_EQ(packs[1].number, second.pack);
    EXPECT_GE(this->store->current_pack(), second.pack);
}

TYPED_TEST_P(SegmentStoreContract, TellsOfBytesThatWereChangedOnceAndReadsThemNoMore) {
    const auto extents = this->append({"bytes", "other"});
    std::vector<storage::Extent> told;
    this->store->observe_damage([&](const storage::Extent& damaged) { told.push_back(damaged); });
    EXPECT_FALSE(this->store->any_damage());
    this->damage(extents[0]);

    EXPECT_FAULT(this->store->read(extents[0]), Fault::corrupt);
    EXPECT_FAULT(this->store->open(extents[0]), Fault::corrupt);

    EXPECT_THAT(told, ::testing::ElementsAre(extents[0]));
    EXPECT_EQ(this->store->find(extents[0]), std::nullopt);
    EXPECT_EQ(this->store->damaged(), 1U);
    EXPECT_TRUE(this->store->any_damage());
    EXPECT_EQ(MUST(this->store->read(extents[1])), "other");
}

TYPED_TEST_P(SegmentStoreContract, GivesBytesThatWereWrittenAgainToWhoeverNamesTheDamagedPlace) {
    const auto extent = this->append({"bytes"}).back();
    this->damage(extent);
    EXPECT_FAULT(this->store->read(extent), Fault::corrupt);

    const auto again = this->append({"bytes"}).back();
    this->store->move(extent, again);

    EXPECT_EQ(this->store->find(extent), again);
    EXPECT_EQ(MUST(this->store->read(extent)), "bytes");
    EXPECT_EQ(this->served(extent), "bytes");
    EXPECT_EQ(this->store->damaged(), 0U);
}

TYPED_TEST_P(SegmentStoreContract, DoesNotCountDamageThatNobodyNeedsAnyMore) {
    const auto extent = this->append({"bytes"}).back();
    this->damage(extent);
    EXPECT_FAULT(this->store->read(extent), Fault::corrupt);

    this->store->write_off(extent);

    EXPECT_EQ(this->store->damaged(), 0U);
    EXPECT_FAULT(this->store->read(extent), Fault::corrupt);
}

TYPED_TEST_P(SegmentStoreContract, TakesAMissingPackForDamage) {
    EXPECT_FAULT(this->store->read({7, 0, 1}), Fault::corrupt);
    EXPECT_FAULT(this->store->open({7, 0, 1}), Fault::corrupt);
    EXPECT_FAULT(this->store->read_unchecked({7, 0, 1}), Fault::not_found);
    EXPECT_EQ(this->store->find({}), std::nullopt) << "the place of bytes that are lost";
}

TYPED_TEST_P(SegmentStoreContract, LaysAPackToRestAndBringsItBack) {
    const auto extent = this->append({"bytes"}).back();
    this->reopen();
    this->append({"more"});
    const auto open = MUST(this->store->open(extent));

    MUST(this->store->move_pack_to_trash(extent.pack, Seconds{}));
    EXPECT_EQ(MUST(open.source->read(open.offset, 5)), "bytes") << "whoever has it open keeps it";
    EXPECT_EQ(MUST(this->store->packs()).size(), 1U);
    EXPECT_EQ(MUST(this->store->trash().list()).size(), 1U);
    EXPECT_FAULT(this->store->read(extent), Fault::corrupt);

    EXPECT_TRUE(MUST(this->store->bring_back(extent.pack)));
    EXPECT_EQ(MUST(this->store->read(extent)), "bytes");
    EXPECT_FALSE(MUST(this->store->bring_back(extent.pack)));
    EXPECT_THAT(MUST(this->store->trash().list()), ::testing::IsEmpty());
}

TYPED_TEST_P(SegmentStoreContract, NeverRemovesThePackBeingWritten) {
    this->append({"bytes"});

    EXPECT_FAULT(this->store->move_pack_to_trash(this->store->current_pack(), Seconds{}), Fault::conflict);
}

REGISTER_TYPED_TEST_SUITE_P(SegmentStoreContract, GivesBackWhatWasAppended, ReadsPieceByPieceAsTheBufferHolds,
                            HasWhatWasSyncedAfterALaterStart, NeverGivesANumberTwice, ListsItsPacks,
                            TellsOfBytesThatWereChangedOnceAndReadsThemNoMore,
                            GivesBytesThatWereWrittenAgainToWhoeverNamesTheDamagedPlace,
                            DoesNotCountDamageThatNobodyNeedsAnyMore, TakesAMissingPackForDamage,
                            LaysAPackToRestAndBringsItBack, NeverRemovesThePackBeingWritten);

}  // namespace slipway::testing
