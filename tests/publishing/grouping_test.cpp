#include "publishing/publisher/repository_slot.hpp"
#include "publishing/rendering/entry_points.hpp"

#include <gtest/gtest.h>

namespace slipway::publishing {
namespace {

Change upload_to(const std::string& channel) {
    return {{"ci", ""}, UploadChange{channel, {}, [](auto) {}}};
}
Change removal_from(const std::string& channel) {
    return {{"ci", ""}, RemoveChange{channel, {}, {}, "", [](auto) {}}};
}
Change republication() {
    return {{"slipwayd", ""}, RepublishChange{[](auto) {}}};
}

TEST(Grouping, UploadsAndRemovalsOfOneChannelMakeOneRevision) {
    std::deque<Change> waiting;
    for (auto& change : {upload_to("dev"), upload_to("stable"), removal_from("dev"), upload_to("dev")})
        waiting.push_back(change);

    const auto group = take_group(waiting);

    EXPECT_EQ(group.size(), 3u);
    ASSERT_EQ(waiting.size(), 1u);
    EXPECT_EQ(std::get<UploadChange>(waiting.front().what).channel, "stable");
}

TEST(Grouping, NoUploadOvertakesAChangeOfAnotherKind) {
    std::deque<Change> waiting;
    for (auto& change : {upload_to("dev"), republication(), upload_to("dev")}) waiting.push_back(change);

    EXPECT_EQ(take_group(waiting).size(), 1u);
    EXPECT_EQ(take_group(waiting).size(), 1u);
    EXPECT_EQ(waiting.size(), 1u);
}

struct DateRow {
    const char* because;
    int last, now, date;
    bool alarm;
};

class GenerationDates : public ::testing::TestWithParam<DateRow> {};

TEST_P(GenerationDates, FollowTheClockButNeverGoBack) {
    const auto& row = GetParam();
    const auto at = [](int seconds) { return Seconds(std::chrono::seconds(seconds)); };

    const auto date = next_date(at(row.last), at(row.now));

    EXPECT_EQ(date.date, at(row.date));
    EXPECT_EQ(date.clock_was_wrong, row.alarm);
}

INSTANTIATE_TEST_SUITE_P(Rules, GenerationDates,
                         ::testing::Values(DateRow{"AFirstGenerationIsDatedNow", 0, 1000, 1000, false},
                                           DateRow{"ALaterOneIsDatedNow", 1000, 1005, 1005, false},
                                           DateRow{"OneInTheSameSecondSharesTheDate", 1000, 1000, 1000, false},
                                           DateRow{"AClockThatWentBackALittleIsIgnored", 1000, 990, 1000, false},
                                           DateRow{"ADateFarAheadWasAWrongClock", 1011, 1000, 1000, true}),
                         [](const auto& row) { return std::string(row.param.because); });

TEST(LastModified, IsLaterThanThatOfAnyGenerationBefore) {
    const auto at = [](int seconds) { return Seconds(std::chrono::seconds(seconds)); };

    EXPECT_EQ(next_last_modified(at(990), {at(1000), false}), at(1000));
    EXPECT_EQ(next_last_modified(at(1000), {at(1000), false}), at(1001)) << "of the same second";
    EXPECT_EQ(next_last_modified(at(1003), {at(1001), false}), at(1004)) << "after many of one second";
    EXPECT_EQ(next_last_modified(at(9999), {at(1000), true}), Seconds{}) << "after a wrong clock";
}

}  // namespace
}  // namespace slipway::publishing
