#include "storage/s3/call_counts.hpp"

#include <gtest/gtest.h>

namespace slipway::s3 {
namespace {

using namespace std::chrono_literals;

TEST(CallCounts, CountCallsByWhatWasAskedAndHowItEnded) {
    CallCounts counts;

    counts.observe({Operation::put_object, Outcome::success, 1, 20ms, 400, 0});
    counts.observe({Operation::put_object, Outcome::throttled, 5, 3s, 2000, 900});
    counts.observe({Operation::get_object, Outcome::success, 1, 2ms, 0, 64});

    EXPECT_EQ(counts.ended(Operation::put_object, Outcome::success), 1U);
    EXPECT_EQ(counts.ended(Operation::put_object, Outcome::throttled), 1U);
    EXPECT_EQ(counts.ended(Operation::get_object, Outcome::throttled), 0U);
    EXPECT_EQ(counts.attempts(Operation::put_object), 6U);
    EXPECT_EQ(counts.duration(Operation::put_object), 3020ms);
    EXPECT_EQ(counts.sent(), 2400U);
    EXPECT_EQ(counts.received(), 964U);
}

TEST(CallCounts, CountADurationOnceInTheFirstRangeThatHoldsIt) {
    CallCounts counts;

    for (const auto duration : {0ms, 5ms, 6ms, 31'000ms})
        counts.observe({Operation::head_object, Outcome::success, 1, duration});

    EXPECT_EQ(counts.in_bucket(Operation::head_object, 0), 2U);
    EXPECT_EQ(counts.in_bucket(Operation::head_object, 1), 1U);
    EXPECT_EQ(counts.in_bucket(Operation::head_object, CallCounts::bounds.size()), 1U);
}

}  // namespace
}  // namespace slipway::s3
