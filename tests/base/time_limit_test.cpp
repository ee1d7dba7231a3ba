#include "base/time_limit.hpp"

#include "tests/support/must.hpp"

namespace slipway {
namespace {

TEST(TimeLimit, IsOverWhenItsTimeIs) {
    const TimeLimit limit(std::chrono::seconds(0));

    EXPECT_TRUE(limit.is_over());
    EXPECT_FAULT(limit.check(), Fault::busy);
    EXPECT_EQ(limit.check().error().code(), "took-too-long");
}

TEST(TimeLimit, IsNotOverBefore) {
    const TimeLimit limit(std::chrono::hours(1));

    EXPECT_FALSE(limit.is_over());
    EXPECT_TRUE(limit.check().ok());
}

TEST(TimeLimit, WithoutATimeNeverEnds) { EXPECT_FALSE(TimeLimit().is_over()); }

}  // namespace
}  // namespace slipway
