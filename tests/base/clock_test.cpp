#include "base/clock.hpp"

#include <gtest/gtest.h>

namespace slipway {
namespace {

using namespace std::chrono;

constexpr Seconds an_afternoon = sys_days(2026y / November / 22) + 16h + 1min + 2s;

TEST(Clock, WritesTheDatesOfHttpOfAptAndOfTheApi) {
    EXPECT_EQ(http_date(an_afternoon), "Sun, 22 Nov 2026 16:01:02 GMT");
    EXPECT_EQ(release_date(an_afternoon), "Sun, 22 Nov 2026 16:01:02 UTC");
    EXPECT_EQ(iso_date(an_afternoon), "2026-11-22T16:01:02Z");
}

TEST(Clock, WritesDatesBefore1970) { EXPECT_EQ(http_date(Seconds(-1s)), "Wed, 31 Dec 1969 23:59:59 GMT"); }

TEST(Clock, ReadsTheHttpDatesItWrites) {
    const Seconds leap_day = sys_days(2024y / February / 29) + 23h + 59min + 59s;

    for (const Seconds time : {an_afternoon, leap_day, Seconds(0s), Seconds(-1s), an_afternoon + days(36500)})
        EXPECT_EQ(parse_http_date(http_date(time)), time);
}

TEST(Clock, ReadsTheDatesOfOthersDocuments) {
    EXPECT_EQ(parse_iso_date(iso_date(an_afternoon)), an_afternoon);
    EXPECT_EQ(parse_iso_date("2026-11-22T16:01:02.345Z"), an_afternoon);
    EXPECT_EQ(parse_iso_date("2026-11-22T16:01:02+00:00"), an_afternoon);
}

TEST(Clock, ReadsNoOtherFormsOfThem) {
    for (const auto* text : {"", "2026-11-22T16:01:02", "2026-11-22 16:01:02Z", "2026-11-22T16:01:02+01:00",
                             "2026-11-22T16:01:02.Z", "2026-13-22T16:01:02Z", "20261122T160102Z"})
        EXPECT_EQ(parse_iso_date(text), std::nullopt) << text;
}

TEST(SystemClock, GoesOn) { EXPECT_GT(SystemClock().now(), sys_days(2024y / January / 1)); }

struct Refused {
    const char* because;
    const char* date;
};

class HttpDate : public ::testing::TestWithParam<Refused> {};

TEST_P(HttpDate, IsRefused) { EXPECT_EQ(parse_http_date(GetParam().date), std::nullopt); }

INSTANTIATE_TEST_SUITE_P(, HttpDate,
                         ::testing::Values(Refused{"Empty", ""},
                                           Refused{"WrongWeekday", "Mon, 22 Nov 2026 16:01:02 GMT"},
                                           Refused{"OtherZone", "Sun, 22 Nov 2026 16:01:02 UTC"},
                                           Refused{"LowerCase", "sun, 22 nov 2026 16:01:02 gmt"},
                                           Refused{"UnknownMonth", "Sun, 22 Foo 2026 16:01:02 GMT"},
                                           Refused{"DayOutOfRange", "Sun, 31 Nov 2026 16:01:02 GMT"},
                                           Refused{"HourOutOfRange", "Sun, 22 Nov 2026 24:01:02 GMT"},
                                           Refused{"MinuteOutOfRange", "Sun, 22 Nov 2026 16:60:02 GMT"},
                                           Refused{"SecondOutOfRange", "Sun, 22 Nov 2026 16:01:60 GMT"},
                                           Refused{"BlankForADigit", "Sun,  2 Nov 2026 16:01:02 GMT"},
                                           Refused{"SignInTheYear", "Fri, 01 Jan -001 00:00:00 GMT"},
                                           Refused{"SomethingBehind", "Sun, 22 Nov 2026 16:01:02 GMT "},
                                           Refused{"Rfc850Form", "Sunday, 22-Nov-26 16:01:02 GMT"},
                                           Refused{"AsctimeForm", "Sun Nov 22 16:01:02 2026"}),
                         [](const auto& row) { return row.param.because; });

}  // namespace
}  // namespace slipway
