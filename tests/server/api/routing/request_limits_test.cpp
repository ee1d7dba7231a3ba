#include "server/api/routing/request_limits.hpp"

#include "tests/support/must.hpp"

#include <vector>

namespace slipway::api {
namespace {

using std::chrono::seconds;

const RequestLimits::Time start{};

TEST(RequestLimits, LetAClientHaveSoManyRequestsAtOnceAndNotOneMore) {
    RequestLimits limits({.at_once = 2, .per_second = 100});
    auto first = MUST(limits.begin(1, start));
    const auto second = MUST(limits.begin(1, start));

    const auto third = limits.begin(1, start);
    EXPECT_FAULT(third, Fault::busy);
    EXPECT_EQ(third.error().code(), "too-many-requests");

    first.reset();
    EXPECT_TRUE(limits.begin(1, start).ok());
}

TEST(RequestLimits, DoNotCountOneClientsRequestsForAnother) {
    RequestLimits limits({.at_once = 1, .per_second = 100});
    const auto first = MUST(limits.begin(1, start));

    EXPECT_TRUE(limits.begin(2, start).ok());
}

TEST(RequestLimits, LetRequestsOfFiveSecondsComeTogetherAndThenSoManyInASecond) {
    RequestLimits limits({.at_once = 1, .per_second = 2});
    for (int i = 0; i < 10; ++i) MUST(limits.begin(1, start));

    EXPECT_FAULT(limits.begin(1, start), Fault::busy);
    MUST(limits.begin(1, start + seconds(1)));
    MUST(limits.begin(1, start + seconds(1)));
    EXPECT_FAULT(limits.begin(1, start + seconds(1)), Fault::busy);
}

TEST(RequestLimits, CountRequestsWhoseNumberAtOnceHasAnotherLimit) {
    RequestLimits limits({.at_once = 1, .per_second = 2});
    const auto under_way = MUST(limits.begin(1, start));
    for (int i = 0; i < 9; ++i) MUST(limits.count(1, start));

    EXPECT_FAULT(limits.count(1, start), Fault::busy);
    MUST(limits.count(2, start));
    MUST(limits.count(1, start + seconds(1)));
}

TEST(RequestLimits, ForgetClientsThatAskNoMore) {
    RequestLimits limits({.at_once = 1, .per_second = 1});
    for (std::int64_t client = 0; client < 1500; ++client) MUST(limits.begin(client, start));

    for (std::int64_t client = 5000; client < 7000; ++client) MUST(limits.begin(client, start + seconds(60)));

    EXPECT_LT(limits.clients(), 2500U);
}

TEST(RequestLimits, MayEndBeforeTheRequestsDo) {
    std::shared_ptr<void> share;
    {
        RequestLimits limits({.at_once = 1, .per_second = 1});
        share = MUST(limits.begin(1, start));
    }
    share.reset();
    SUCCEED();
}

TEST(TurnOfAddress, IsAnotherThanThoseOfTokens) {
    EXPECT_LT(turn_of_address("192.0.2.7"), 0);
    EXPECT_NE(turn_of_address("192.0.2.7"), turn_of_address("192.0.2.8"));
    EXPECT_LT(turn_of_address("unix"), 0);
}

TEST(TurnOfAddress, IsOneForAnIpv6Network) {
    EXPECT_EQ(turn_of_address("2001:db8::1"), turn_of_address("2001:db8::ffff:2"));
    EXPECT_NE(turn_of_address("2001:db8::1"), turn_of_address("2001:db8:0:1::1"));
    EXPECT_EQ(turn_of_address("::ffff:192.0.2.7"), turn_of_address("192.0.2.7"));
}

}  // namespace
}  // namespace slipway::api
