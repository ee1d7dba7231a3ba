// Promotion: what the target contains afterwards, who wins a race, what is refused.
#include "tests/publishing/staging_test.hpp"

namespace slipway::publishing {
namespace {

class Promotions : public testing::StagingTest {};

TEST_F(Promotions, MakeTheTargetEqualToTheSourceInBothFormatsAtOnce) {
    upload("dev", "hello");
    upload_rpm("dev", "world");
    upload("staging", "gone");

    const auto outcome = MUST(slipway_.promote({.from = "dev", .to = "staging", .reason = "release"}));

    EXPECT_EQ(outcome.previous_revision, 2);
    EXPECT_EQ(outcome.revision, 3);
    EXPECT_EQ(outcome.diff.counts.of(DiffKind::added), 2u);
    EXPECT_EQ(outcome.diff.counts.of(DiffKind::removed), 1u);
    EXPECT_EQ(root("staging"), root("dev"));
    EXPECT_EQ(slipway_.channel("staging").package_count, 2u);
    EXPECT_EQ(packages("staging"), packages("dev"));
}

TEST_F(Promotions, RenderAndHashNothingThatTheSourceServes) {
    upload("dev", "hello");
    const auto rendered = counters().blocks_rendered.load();
    const auto hashed = counters().bytes_hashed.load();

    MUST(slipway_.promote({.from = "dev", .to = "stable"}));

    EXPECT_EQ(counters().blocks_rendered.load(), rendered);
    EXPECT_EQ(counters().bytes_hashed.load(), hashed);
}

TEST_F(Promotions, InATrialTellExactlyWhatTheRealOneDoes) {
    upload("dev", "hello", "2.0");
    upload("staging", "hello", "1.0");
    upload("staging", "gone");

    const auto trial = MUST(slipway_.preview({.from = "dev", .to = "staging"}));
    const auto nothing_yet = slipway_.channel("staging").revision;
    const auto real = MUST(slipway_.promote({.from = "dev", .to = "staging"}));

    EXPECT_EQ(nothing_yet, 3);
    EXPECT_EQ(trial.diff.counts, real.diff.counts);
    ASSERT_EQ(trial.diff.entries.size(), real.diff.entries.size());
    EXPECT_EQ(trial.diff.entries[0].key, real.diff.entries[0].key);
    EXPECT_EQ(real.diff.counts.of(DiffKind::upgraded), 1u);
}

TEST_F(Promotions, ThatRaceExpectingOneRevisionHaveOneWinner) {
    upload("dev", "hello");
    upload("staging", "world");
    std::promise<Result<ContentOutcome>> first;
    std::promise<Result<ContentOutcome>> second;
    const auto begin = [&](const std::string& from, auto& promise) {
        slipway_.publisher().carry_out<PromoteChange>("main", Actor{"test", ""},
                                                      Promotion{.from = from, .to = "stable", .expect_revision = 1},
                                                      [&](auto result) { promise.set_value(std::move(result)); });
    };

    begin("dev", first);
    begin("staging", second);

    const auto won = MUST(first.get_future().get());
    const auto lost = second.get_future().get();
    EXPECT_EQ(won.revision, 2);
    ASSERT_FALSE(lost.ok());
    EXPECT_EQ(lost.error().code(), "unexpected-revision");
    EXPECT_EQ(root("stable"), root("dev"));
}

TEST_F(Promotions, ThatRaceExpectingNothingAreCarriedOutOneAfterTheOther) {
    upload("dev", "hello");
    upload("staging", "world");
    std::promise<Result<ContentOutcome>> first;
    std::promise<Result<ContentOutcome>> second;
    const auto begin = [&](const std::string& from, auto& promise) {
        slipway_.publisher().carry_out<PromoteChange>("main", Actor{"test", ""},
                                                      Promotion{.from = from, .to = "stable"},
                                                      [&](auto result) { promise.set_value(std::move(result)); });
    };

    begin("dev", first);
    begin("staging", second);

    EXPECT_EQ(MUST(first.get_future().get()).revision, 2);
    EXPECT_EQ(MUST(second.get_future().get()).revision, 3);
    EXPECT_EQ(root("stable"), root("staging")) << "the last one, whole: never a mixture";
}

}  // namespace
}  // namespace slipway::publishing
