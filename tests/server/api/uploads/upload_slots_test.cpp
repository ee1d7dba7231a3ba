#include "server/api/uploads/upload_slots.hpp"

#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace slipway::api {
namespace {

using std::chrono::seconds;
using ::testing::ElementsAre;

constexpr storage::RowId farm = 1;
constexpr storage::RowId other = 2;
constexpr storage::RowId third = 3;

ApiLimits two_places() {
    ApiLimits limits;
    limits.uploads = 2;
    limits.uploads_of_a_token = 2;
    limits.upload_pace = 1000;
    return limits;
}

using Places = std::vector<std::shared_ptr<UploadSlot>>;

class UploadSlotsTest : public ::testing::Test {
protected:
    /// A place of whose body `bytes` have come before `start_`, and nothing since.
    std::shared_ptr<UploadSlot> receiving(storage::RowId token, std::uint64_t bytes) {
        auto place = MUST(slots_.take(token));
        place->sender()->begin([] {});
        place->sender()->received(bytes);
        place->sender()->wait_begins(start_);
        return place;
    }
    std::unique_ptr<UploadSlots::Waiter> waiting(storage::RowId token) {
        return slots_.wait(token, [this, token] { woken_.push_back(token); });
    }
    /// Whether each of these was ended for one who waits with this token, after so many seconds.
    std::vector<bool> ended_for(storage::RowId token, int second, const Places& places) {
        const auto waiter = waiting(token);
        relieve(second);
        std::vector<bool> ended;
        for (const auto& place : places) ended.push_back(place->sender()->was_cut());
        return ended;
    }
    void relieve(int second) { slots_.relieve(start_ + seconds(second)); }

    UploadSlots::Clock::time_point start_ = UploadSlots::Clock::now();
    std::vector<storage::RowId> woken_;
    UploadSlots slots_{two_places()};
};

TEST_F(UploadSlotsTest, AFreePlaceIsGivenAtOnce) {
    const auto first = MUST(slots_.take(farm));
    const auto waiter = waiting(farm);
    EXPECT_EQ(woken_.size(), 1U);
    EXPECT_NE(waiter->take(), nullptr);
}

TEST_F(UploadSlotsTest, APlaceGivenBackGoesToTheTokenThatHoldsFewest) {
    const auto one = MUST(slots_.take(farm));
    auto two = MUST(slots_.take(farm));
    const auto of_third = waiting(third);
    const auto of_other = waiting(other);
    EXPECT_FALSE(slots_.take(other).ok());

    two.reset();

    EXPECT_EQ(woken_, std::vector<storage::RowId>{third}) << "equal counts: who came first";
    EXPECT_EQ(of_other->take(), nullptr);
}

TEST_F(UploadSlotsTest, WhoHasAPlaceAlreadyWaitsBehindWhoHasNone) {
    auto one = MUST(slots_.take(farm));
    const auto two = MUST(slots_.take(farm));
    const auto more_of_farm = waiting(farm);
    const auto of_other = waiting(other);

    one.reset();

    EXPECT_EQ(woken_, std::vector<storage::RowId>{other});
}

TEST_F(UploadSlotsTest, WhoLeavesTheQueueGivesBackWhatItGot) {
    const auto one = MUST(slots_.take(farm));
    auto two = MUST(slots_.take(farm));
    auto first = waiting(other);
    const auto second = waiting(third);
    two.reset();
    EXPECT_EQ(woken_, std::vector<storage::RowId>{other});

    first.reset();

    EXPECT_EQ(woken_, (std::vector<storage::RowId>{other, third}));
}

TEST_F(UploadSlotsTest, NobodyIsEndedWhileNobodyWaits) {
    const auto slow = receiving(farm, 0);
    relieve(1000);
    EXPECT_FALSE(slow->sender()->was_cut());
}

TEST_F(UploadSlotsTest, TheSlowestBelowThePaceIsEndedForOneWhoWaits) {
    const auto slow = receiving(farm, 5000);
    const auto slowest = receiving(farm, 100);
    const auto waiter = waiting(other);

    relieve(4);
    EXPECT_FALSE(slowest->sender()->was_cut()) << "too early to tell";
    relieve(10);

    EXPECT_TRUE(slowest->sender()->was_cut());
    EXPECT_FALSE(slow->sender()->was_cut());
}

TEST_F(UploadSlotsTest, AFastSenderStaysWhenItsOwnTokenWaits) {
    const Places fast = {receiving(farm, 1'000'000), receiving(other, 1'000'000)};

    EXPECT_THAT(ended_for(farm, 9, fast), ElementsAre(false, false));
}

TEST_F(UploadSlotsTest, ATokenWithoutAPlaceGetsOneOfTheTokenThatHoldsMost) {
    const Places fast = {receiving(farm, 1'000'000), receiving(farm, 2'000'000)};

    EXPECT_THAT(ended_for(other, 11, fast), ElementsAre(true, false));
}

TEST_F(UploadSlotsTest, OfARichTokenTheSlowestGoesAlsoWhereAWindowEnds) {
    const auto fast = receiving(farm, 2'000'000);
    const auto slow = receiving(farm, 1'000'000);
    const auto waiter = waiting(other);

    relieve(21);

    EXPECT_TRUE(slow->sender()->was_cut());
    EXPECT_FALSE(fast->sender()->was_cut());
}

TEST_F(UploadSlotsTest, WhatHasComeWholeIsNotEnded) {
    const Places whole = {receiving(farm, 0), receiving(farm, 0)};
    for (const auto& place : whole) place->sender()->finish();

    EXPECT_THAT(ended_for(other, 1000, whole), ElementsAre(false, false));
}

}  // namespace
}  // namespace slipway::api
