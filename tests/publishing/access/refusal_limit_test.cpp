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
    int admitted(int count, int second, storage::RowId token = 1) {
        int events = 0;
        for (int i = 0; i < count; ++i) events += limit_.admit({token, "ci", {}}, start_ + seconds(second)) ? 1 : 0;
        return events;
    }
    std::vector<RefusalLimit::Counted> due(int second) { return limit_.take_due(start_ + seconds(second)); }

    RefusalLimit limit_;
    RefusalLimit::Time start_{};
};

TEST_F(RefusalLimitTest, AdmitsTenOfATokenInAnyMinute) {
    EXPECT_EQ(admitted(6, 0), 6);
    EXPECT_EQ(admitted(6, 50), 4);
    EXPECT_EQ(admitted(1, 59), 0);
    EXPECT_EQ(admitted(20, 60), 6) << "those of the first second are a minute old";
    EXPECT_EQ(admitted(20, 110), 4);
}

TEST_F(RefusalLimitTest, CountsEachTokenByItself) {
    EXPECT_EQ(admitted(12, 0, 1), 10);
    EXPECT_EQ(admitted(12, 0, 2), 10);
}

TEST_F(RefusalLimitTest, TellsTheCountOfTheOthersOnceAfterAMinute) {
    admitted(13, 0);
    EXPECT_THAT(due(59), IsEmpty());

    const auto counted = due(60);

    ASSERT_THAT(counted, SizeIs(1));
    EXPECT_EQ(counted.front().actor, "ci (#1)");
    EXPECT_EQ(counted.front().count, 3U);
    EXPECT_THAT(due(200), IsEmpty());
}

TEST_F(RefusalLimitTest, KeepsTheMinuteOfATokenWhoseCountWasTold) {
    admitted(11, 0);
    admitted(20, 59);
    ASSERT_THAT(due(60), SizeIs(1));

    EXPECT_EQ(admitted(20, 60), 10);
    EXPECT_EQ(admitted(1, 100), 0);
}

}  // namespace
}  // namespace slipway::publishing
