#include "cli/retry.hpp"

#include "tests/cli/fake_server.hpp"

#include <gmock/gmock.h>

namespace slipway::cli {
namespace {

using namespace std::chrono_literals;
using enum Repeat;

const Seconds now = *parse_http_date("Sun, 22 Nov 2026 16:00:00 GMT");

Outcome with_retry_after(const char* value) {
    auto outcome = answered(503);
    outcome.retry_after = value;
    return outcome;
}

TEST(Retry, RefusalsAreFinal) {
    for (const int status : {400, 401, 403, 404, 409, 410, 412, 413, 422})
        EXPECT_FALSE(is_worth_repeating(answered(status), harmless)) << status;
}

TEST(Retry, IsForServersThatCannotAnswerJustNow) {
    for (const int status : {429, 502, 503, 504}) EXPECT_TRUE(is_worth_repeating(answered(status), harmless)) << status;
    for (const int status : {500, 501, 507, 302})
        EXPECT_FALSE(is_worth_repeating(answered(status), harmless)) << status;
}

TEST(Retry, IsForLostConnectionsButNotForWhatStaysWrong) {
    EXPECT_TRUE(is_worth_repeating(failed(Outcome::End::not_connected), harmless));
    EXPECT_TRUE(is_worth_repeating(failed(Outcome::End::interrupted), harmless));
    EXPECT_FALSE(is_worth_repeating(failed(Outcome::End::impossible), harmless));
}

TEST(Retry, OfARequestWithEffectsNeedsProofThatItHadNone) {
    EXPECT_TRUE(is_worth_repeating(failed(Outcome::End::not_connected), harmful));
    EXPECT_TRUE(is_worth_repeating(answered(429), harmful));
    EXPECT_TRUE(is_worth_repeating(answered(503), harmful));
    EXPECT_FALSE(is_worth_repeating(failed(Outcome::End::interrupted), harmful));
    EXPECT_FALSE(is_worth_repeating(answered(502), harmful));
    EXPECT_FALSE(is_worth_repeating(answered(504), harmful));
}

TEST(Pause, DoublesUpToHalfAMinute) {
    const auto lost = failed(Outcome::End::interrupted);
    EXPECT_EQ(pause_before(1, lost, now, 0), 500ms);
    EXPECT_EQ(pause_before(2, lost, now, 0), 1s);
    EXPECT_EQ(pause_before(5, lost, now, 0), 8s);
    EXPECT_EQ(pause_before(6, lost, now, 0), 15s);
    EXPECT_EQ(pause_before(4'000'000'000U, lost, now, 0), 15s);
}

TEST(Pause, IsSpreadSoThatNotAllComeBackAtOnce) {
    const auto lost = failed(Outcome::End::interrupted);
    EXPECT_EQ(pause_before(3, lost, now, 0.5), 3s);
    EXPECT_LT(pause_before(3, lost, now, 0.999), 4s);
}

TEST(Pause, FollowsRetryAfterInSecondsOrAsADate) {
    EXPECT_EQ(pause_before(1, with_retry_after("7"), now, 0.5), 7s);
    EXPECT_EQ(pause_before(9, with_retry_after(" 0 "), now, 0.5), 0s);
    EXPECT_EQ(pause_before(1, with_retry_after("Sun, 22 Nov 2026 16:00:20 GMT"), now, 0.5), 20s);
    EXPECT_EQ(pause_before(1, with_retry_after("Sun, 22 Nov 2026 15:00:00 GMT"), now, 0.5), 0s);
}

TEST(Pause, IsNeverLongerThanFiveMinutes) {
    EXPECT_EQ(pause_before(1, with_retry_after("18446744073709551615"), now, 0), 5min);
    EXPECT_EQ(pause_before(1, with_retry_after("Mon, 22 Nov 2027 16:00:00 GMT"), now, 0), 5min);
}

TEST(Pause, IgnoresARetryAfterItCannotRead) {
    EXPECT_EQ(pause_before(1, with_retry_after("soon"), now, 0), 500ms);
    EXPECT_EQ(pause_before(1, with_retry_after("-5"), now, 0), 500ms);
}

}  // namespace
}  // namespace slipway::cli
