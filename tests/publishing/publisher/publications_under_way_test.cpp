#include "publishing/publisher/publications_under_way.hpp"

#include <gtest/gtest.h>

namespace slipway::publishing {
namespace {

TEST(PublicationsUnderWay, AreWaitedForByThoseWhoCameAfterThem) {
    PublicationsUnderWay under_way;
    const auto first = under_way.begin();
    const auto second = under_way.begin();
    bool told = false;
    under_way.when_earlier_ended([&] { told = true; });
    const auto later = under_way.begin();

    EXPECT_TRUE(under_way.end(second));
    EXPECT_FALSE(told);
    EXPECT_TRUE(under_way.end(first));
    EXPECT_TRUE(told) << "whatever began meanwhile";
    EXPECT_FALSE(under_way.none());
    EXPECT_TRUE(under_way.end(later));
    EXPECT_TRUE(under_way.none());
}

TEST(PublicationsUnderWay, KeepNobodyWaitingWhereThereAreNone) {
    PublicationsUnderWay under_way;
    bool told = false;

    under_way.when_earlier_ended([&] { told = true; });

    EXPECT_TRUE(told);
}

TEST(PublicationsUnderWay, EndOnce) {
    PublicationsUnderWay under_way;
    const auto number = under_way.begin();

    EXPECT_TRUE(under_way.end(number));
    EXPECT_FALSE(under_way.end(number));
    EXPECT_EQ(under_way.newest(), number);
}

}  // namespace
}  // namespace slipway::publishing
