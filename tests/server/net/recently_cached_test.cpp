#include "server/net/recently_cached.hpp"

#include "tests/support/must.hpp"

namespace slipway::net {
namespace {

using std::chrono::milliseconds;

constexpr FileRun run{7, 4096, 1000};

class RecentlyCachedTest : public ::testing::Test {
protected:
    RecentlyCached cached_;
    RecentlyCached::Clock::time_point begin_ = RecentlyCached::Clock::now();
};

TEST_F(RecentlyCachedTest, KnowsARunForAMoment) {
    cached_.add(run, begin_);

    EXPECT_TRUE(cached_.contains(run, begin_));
    EXPECT_TRUE(cached_.contains(run, begin_ + RecentlyCached::moment - milliseconds(1)));
    EXPECT_FALSE(cached_.contains(run, begin_ + RecentlyCached::moment));
}

TEST_F(RecentlyCachedTest, KnowsNothingOfOtherRuns) {
    cached_.add(run, begin_);

    EXPECT_FALSE(cached_.contains({8, 4096, 1000}, begin_));
    EXPECT_FALSE(cached_.contains({7, 4097, 1000}, begin_));
    EXPECT_FALSE(cached_.contains({7, 4096, 1001}, begin_)) << "of a longer one nothing is known";
}

TEST_F(RecentlyCachedTest, KeepsMostOfTheExtentsOfALargeIndexWhereverTheyBegin) {
    for (const std::uint64_t step : {4096U, 40'000U, 1U << 20U}) {
        RecentlyCached cached;
        for (unsigned i = 0; i < 300; ++i) cached.add({7, i * step, 4000}, begin_);

        unsigned known = 0;
        for (unsigned i = 0; i < 300; ++i) known += cached.contains({7, i * step, 4000}, begin_) ? 1 : 0;
        EXPECT_GE(known, 240U) << step;
    }
}

}  // namespace
}  // namespace slipway::net
