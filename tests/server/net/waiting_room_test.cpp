#include "server/net/waiting_room.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <thread>
#include <vector>

namespace slipway::net {
namespace {

class Client final : public WaitingRoom::Guest {
public:
    void make_room() override { ++told; }
    unsigned told = 0;
};

WaitingRoom::Time at(int second) { return WaitingRoom::Time(std::chrono::seconds(second)); }

class WaitingRoomTest : public ::testing::Test {
protected:
    WaitingRoom room_;
    Client early_;
    Client late_;
};

TEST_F(WaitingRoomTest, GivesAwayThePlaceOfTheOneThatHasWaitedLongest) {
    room_.enter(early_, at(1));
    room_.enter(late_, at(2));

    EXPECT_EQ(room_.longest_waits_since(), at(1));
    EXPECT_TRUE(room_.give_away());

    EXPECT_EQ(room_.longest_waits_since(), at(2));
    room_.end_leaving();
    EXPECT_EQ(early_.told, 1U);
    EXPECT_EQ(late_.told, 0U);
}

TEST_F(WaitingRoomTest, TellsTheOneThatSpeaksTooLateThatItsPlaceIsGone) {
    room_.enter(early_, at(1));
    room_.enter(late_, at(2));
    room_.give_away();

    EXPECT_FALSE(room_.leave(early_));
    EXPECT_TRUE(room_.leave(late_));
}

TEST_F(WaitingRoomTest, TellsTheOneThatGoesOnWaitingTooLateThatItsPlaceIsGone) {
    room_.enter(early_, at(1));
    room_.give_away();

    EXPECT_FALSE(room_.enter(early_, at(3)));
    EXPECT_EQ(room_.longest_waits_since(), WaitingRoom::never);
}

TEST_F(WaitingRoomTest, HasNoPlaceToGiveAwayWhereNobodyWaits) {
    room_.enter(early_, at(1));
    EXPECT_TRUE(room_.leave(early_));

    EXPECT_EQ(room_.longest_waits_since(), WaitingRoom::never);
    EXPECT_FALSE(room_.give_away());
}

TEST_F(WaitingRoomTest, PutsTheOneThatWaitsAgainBehindAllOthers) {
    room_.enter(early_, at(1));
    room_.enter(late_, at(2));
    room_.enter(early_, at(3));

    EXPECT_EQ(room_.longest_waits_since(), at(2));
}

TEST_F(WaitingRoomTest, GivesAwayNoMorePlacesThanMayBeLeft) {
    std::array<Client, WaitingRoom::most_leaving> gone;
    for (auto& client : gone) {
        room_.enter(client, at(1));
        room_.give_away();
    }
    room_.enter(late_, at(2));

    EXPECT_EQ(room_.longest_waits_since(), WaitingRoom::never);
    EXPECT_FALSE(room_.give_away());
    EXPECT_FALSE(room_.leave(gone.front()));
    EXPECT_TRUE(room_.give_away());
}

TEST_F(WaitingRoomTest, GivesEachPlaceAwayOnceHoweverManyThreadsAsk) {
    std::array<Client, WaitingRoom::most_leaving> clients;
    std::atomic<unsigned> given{0};
    std::atomic<unsigned> kept{0};
    std::vector<std::thread> askers;
    for (auto& client : clients) room_.enter(client, at(1));
    for (int i = 0; i < 3; ++i)
        askers.emplace_back([&] {
            for (std::size_t n = 0; n < clients.size() / 4; ++n) given += room_.give_away() ? 1U : 0U;
        });

    for (auto& client : clients) kept += room_.leave(client) ? 1U : 0U;
    for (auto& asker : askers) asker.join();

    EXPECT_EQ(given + kept, clients.size());
}

}  // namespace
}  // namespace slipway::net
