#include "storage/s3/retrying.hpp"

#include "tests/storage/s3/scripted_transport.hpp"

#include <gtest/gtest.h>

namespace slipway::s3 {
namespace {

using namespace std::chrono_literals;

Attempt told_to_wait(const char* retry_after) { return answered(503, "", {{"retry-after", retry_after}}); }

TEST(Retrying, IsForWhatMayEndBetter) {
    for (const int status : {429, 500, 502, 503, 504}) EXPECT_TRUE(is_worth_repeating(answered(status))) << status;
    for (const auto end : {Attempt::End::unreachable, Attempt::End::timed_out, Attempt::End::interrupted})
        EXPECT_TRUE(is_worth_repeating(ended(end)));
}

TEST(Retrying, IsNotForWhatWouldEndAlike) {
    for (const int status : {301, 400, 403, 404, 409, 412, 416, 501})
        EXPECT_FALSE(is_worth_repeating(answered(status))) << status;
    for (const auto end : {Attempt::End::stopped, Attempt::End::impossible})
        EXPECT_FALSE(is_worth_repeating(ended(end)));
}

TEST(Retrying, WaitsTwiceAsLongEachTimeUpToFiveSeconds) {
    EXPECT_EQ(pause_before(1, answered(503), 0), 50ms);
    EXPECT_EQ(pause_before(2, answered(503), 0), 100ms);
    EXPECT_EQ(pause_before(3, answered(503), 0), 200ms);
    EXPECT_EQ(pause_before(20, answered(503), 0), 2500ms);
    EXPECT_EQ(pause_before(20, answered(503), 0.9999), 4999ms);
}

TEST(Retrying, WaitsForAsLongAsTheStoreSays) {
    EXPECT_EQ(pause_before(1, told_to_wait("2"), 0), 2s);
    EXPECT_EQ(pause_before(1, told_to_wait("0"), 0), 50ms);
    EXPECT_EQ(pause_before(1, told_to_wait("86400"), 0), 20s);
    EXPECT_EQ(pause_before(1, told_to_wait("soon"), 0), 50ms);
}

TEST(Retrying, GivesBytesTimeOfTheirOwn) {
    Limits limits;
    limits.call = 10s;
    limits.slowest = 1000 * 1000;

    EXPECT_EQ(time_for(limits, 0), 10s);
    EXPECT_EQ(time_for(limits, 5'000'000), 15s);
}

}  // namespace
}  // namespace slipway::s3
