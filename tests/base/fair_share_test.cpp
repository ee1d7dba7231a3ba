#include "base/fair_share.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace slipway {
namespace {

TEST(FairShare, OfAClientIsAQuarterOfTheQueue) {
    EXPECT_TRUE(takes_one_more({.all = 3, .own = 3}, 16));
    EXPECT_FALSE(takes_one_more({.all = 4, .own = 4}, 16));
    EXPECT_TRUE(takes_one_more({.all = 15, .own = 3}, 16));
}

TEST(FairShare, BehindAFullQueueIsForTheFirstOfEachClient) {
    EXPECT_FALSE(takes_one_more({.all = 16, .own = 1}, 16));
    EXPECT_TRUE(takes_one_more({.all = 16, .own = 0}, 16));
    EXPECT_TRUE(takes_one_more({.all = 31, .own = 0}, 16));
    EXPECT_FALSE(takes_one_more({.all = 32, .own = 0}, 16));
}

TEST(FairShare, OfAShortQueueIsOne) {
    EXPECT_TRUE(takes_one_more({.all = 0, .own = 0}, 2));
    EXPECT_FALSE(takes_one_more({.all = 1, .own = 1}, 2));
}

TEST(FairShare, OfAQueueWithoutEndHasNoEnd) {
    EXPECT_TRUE(takes_one_more({.all = 1'000'000, .own = 1'000'000}, SIZE_MAX));
}

}  // namespace
}  // namespace slipway
