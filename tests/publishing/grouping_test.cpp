#include "publishing/planning/prune_change.hpp"
#include "publishing/planning/remove_change.hpp"
#include "publishing/planning/republish_change.hpp"
#include "publishing/planning/upload_change.hpp"
#include "publishing/publisher/repository_slot.hpp"
#include "publishing/rendering/entry_points.hpp"

#include <gtest/gtest.h>

namespace slipway::publishing {
namespace {

const Actor ci{"ci", ""};

SharedChange upload_to(const std::string& channel) {
    return std::make_shared<UploadChange>(ci, channel, std::vector<IngestedPackage>(), [](auto) {});
}
SharedChange removal_from(const std::string& channel) {
    return std::make_shared<RemoveChange>(ci, RemoveChange::Wanted{channel, {}, {}, ""}, [](auto) {});
}
SharedChange republication() { return std::make_shared<RepublishChange>(nullptr); }
SharedChange pruning_of(const std::string& channel) { return std::make_shared<PruneChange>(channel, nullptr); }

TEST(Grouping, UploadsAndRemovalsOfOneChannelMakeOneRevision) {
    std::deque<SharedChange> waiting;
    for (auto& change : {upload_to("dev"), upload_to("stable"), removal_from("dev"), upload_to("dev")})
        waiting.push_back(change);

    const auto group = take_group(waiting);

    EXPECT_EQ(group.size(), 3u);
    ASSERT_EQ(waiting.size(), 1u);
    EXPECT_EQ(*waiting.front()->shared_channel(), "stable");
}

TEST(Grouping, NoUploadOvertakesAChangeOfAnotherKind) {
    std::deque<SharedChange> waiting;
    for (auto& change : {upload_to("dev"), republication(), upload_to("dev")}) waiting.push_back(change);

    EXPECT_EQ(take_group(waiting).size(), 1u);
    EXPECT_EQ(take_group(waiting).size(), 1u);
    EXPECT_EQ(waiting.size(), 1u);
}

TEST(Grouping, WhatAChangeThatWaitsWillDoIsNotQueuedTwice) {
    std::deque<SharedChange> waiting;
    for (auto& change :
         {pruning_of("dev"), pruning_of("stable"), pruning_of("dev"), upload_to("dev"), upload_to("dev")})
        enqueue(waiting, change);

    EXPECT_EQ(waiting.size(), 4u);
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
