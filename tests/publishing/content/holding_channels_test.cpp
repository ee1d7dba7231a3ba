#include "publishing/content/holding_channels.hpp"

#include <gtest/gtest.h>

namespace slipway::publishing {
namespace {

TEST(HoldingChannels, AreThreeByNameAndTheNumberOfTheOthers) {
    EXPECT_EQ(HoldingChannels({{"dev"}, 0}).have("it"), "channel dev has it");
    EXPECT_EQ(HoldingChannels({{"dev", "rc"}, 0}).have("it"), "channels dev and rc have it");
    EXPECT_EQ(HoldingChannels({{"dev", "rc", "stable"}, 0}).have("it"), "channels dev, rc and stable have it");
    EXPECT_EQ(HoldingChannels({{"dev", "rc", "stable"}, 4}).have("it"), "channels dev, rc, stable and 4 more have it");
}

TEST(HoldingChannels, MayBeNoneAnyMore) { EXPECT_EQ(HoldingChannels().have("it"), "no channel has it any more"); }

}  // namespace
}  // namespace slipway::publishing
