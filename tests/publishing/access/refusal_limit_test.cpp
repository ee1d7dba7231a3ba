#include "publishing/access/refusal_limit.hpp"

#include <gmock/gmock.h>

namespace slipway::publishing {
namespace {

using std::chrono::seconds;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class RefusalLimitTest : public ::testing::Test {
protected:
    /// How many of `count` refusals at this second become events.
    int taken(int count, int second, storage::RowId token = 1) {
        int events = 0;
        for (int i = 0; i < count; ++i) events += limit_.take({token, "ci", {}}, start_ + seconds(second)) ? 1 : 0;
        return events;
    }
    std::vector<RefusalLimit::Counted> due(int second) { return limit_.take_due(start_ + seconds(second)); }

    RefusalLimit limit_;
    RefusalLimit::Time start_{};
};

TEST_F(RefusalLimitTest, TakesTenOfATokenInAnyMinute) {
    EXPECT_EQ(taken(6, 0), 6);
    EXPECT_EQ(taken(6, 50), 4);
    EXPECT_EQ(taken(1, 59), 0);
    EXPECT_EQ(taken(20, 60), 6) << "those of the first second are a minute old";
    EXPECT_EQ(taken(20, 110), 4);
}

TEST_F(RefusalLimitTest, CountsEachTokenByItself) {
    EXPECT_EQ(taken(12, 0, 1), 10);
    EXPECT_EQ(taken(12, 0, 2), 10);
}

TEST_F(RefusalLimitTest, TellsTheCountOfTheOthersOnceAfterAMinute) {
    taken(13, 0);
    EXPECT_THAT(due(59), IsEmpty());

    const auto counted = due(60);

    ASSERT_THAT(counted, SizeIs(1));
    EXPECT_EQ(counted.front().actor, "ci (#1)");
    EXPECT_EQ(counted.front().count, 3U);
    EXPECT_THAT(due(200), IsEmpty());
}

TEST_F(RefusalLimitTest, KeepsTheMinuteOfATokenWhoseCountWasTold) {
    taken(11, 0);
    taken(20, 59);
    ASSERT_THAT(due(60), SizeIs(1));

    EXPECT_EQ(taken(20, 60), 10);
    EXPECT_EQ(taken(1, 100), 0);
}

}  // namespace
}  // namespace slipway::publishing
