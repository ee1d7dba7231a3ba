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

TEST_F(Promotions, OfWhatIsThereAlreadyMakeNoRevision) {
    upload("dev", "hello");
    MUST(slipway_.promote({.from = "dev", .to = "staging"}));

    const auto again = MUST(slipway_.promote({.from = "dev", .to = "staging"}));

    EXPECT_EQ(again.revision, again.previous_revision);
    EXPECT_EQ(slipway_.channel("staging").revision, 2);
}

TEST_F(Promotions, OfChosenPackagesLeaveTheRestOfTheTarget) {
    const auto wanted = upload("dev", "hello");
    upload("dev", "other");
    upload("staging", "stays");

    const auto outcome = MUST(slipway_.promote({.from = "dev", .to = "staging", .packages = {{wanted}}}));

    EXPECT_EQ(outcome.diff.counts.all(), 1u);
    EXPECT_EQ(slipway_.channel("staging").package_count, 2u);
}

TEST_F(Promotions, OfAPackageNamedTwiceBringItOnce) {
    const auto wanted = upload("dev", "hello");

    MUST(slipway_.promote({.from = "dev", .to = "staging", .packages = {{wanted, wanted}}}));

    EXPECT_EQ(slipway_.channel("staging").package_count, 1u);
}

TEST_F(Promotions, OfAPackageThatTheSourceLacksAreRefused) {
    const auto elsewhere = upload("staging", "hello");

    const auto refused = slipway_.promote({.from = "dev", .to = "stable", .packages = {{elsewhere}}});

    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code(), "unknown-package");
}

TEST_F(Promotions, AndRemovalsOfAPurgedPackageSaySo) {
    const auto hello = upload("dev", "hello");
    MUST(slipway_.purge(hello));

    const auto promoted = slipway_.promote({.from = "dev", .to = "staging", .packages = {{hello}}});
    const auto removed = slipway_.remove("dev", hello);

    ASSERT_FALSE(promoted.ok());
    EXPECT_EQ(promoted.error().code(), "purged");
    ASSERT_FALSE(removed.ok());
    EXPECT_EQ(removed.error().code(), "purged");
}

TEST_F(Promotions, OfChosenPackagesReplaceOtherBytesOfTheVersionInAMutableTarget) {
    MUST(slipway_.put_channel({.name = "staging", .immutable_versions = false}));
    upload("staging", "hello", "1.0", "old");
    const auto newer = upload("dev", "hello", "1.0", "new");

    MUST(slipway_.promote({.from = "dev", .to = "staging", .packages = {{newer}}}));

    EXPECT_EQ(slipway_.channel("staging").package_count, 1u);
    EXPECT_EQ(root("staging"), root("dev"));
}

TEST_F(Promotions, IntoAnImmutableChannelNeverChangeTheBytesOfAVersion) {
    upload("stable", "hello", "1.0", "first");
    const auto other = upload("dev", "hello", "1.0", "other");
    upload("dev", "fresh");

    const auto refused = MUST(slipway_.promote({.from = "dev", .to = "stable"}));
    const auto trial = MUST(slipway_.preview({.from = "dev", .to = "stable"}));

    ASSERT_EQ(refused.conflicts.size(), 1u);
    EXPECT_EQ(refused.conflicts[0].package.sha256, other);
    EXPECT_EQ(slipway_.channel("stable").revision, 2);
    EXPECT_EQ(trial.conflict_count, 1u);
    EXPECT_EQ(trial.diff.counts.all(), 2u);
}

TEST_F(Promotions, TakeTheVersionsTheyBringIntoAnImmutableChannel) {
    upload("dev", "hello", "1.0", "first");
    MUST(slipway_.promote({.from = "dev", .to = "stable"}));
    upload("dev", "hello", "1.0", "other");

    const auto refused = MUST(slipway_.promote({.from = "dev", .to = "stable"}));

    EXPECT_EQ(refused.conflict_count, 1u);
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

TEST_F(Promotions, CanForbidRemovals) {
    upload("dev", "hello", "2.0");
    upload("staging", "hello", "1.0");
    const auto upgrade = slipway_.promote({.from = "dev", .to = "staging", .forbid_removals = true});
    upload("staging", "extra");

    const auto refused = slipway_.promote({.from = "dev", .to = "staging", .forbid_removals = true});

    EXPECT_TRUE(upgrade.ok());
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code(), "removals-forbidden");
}

TEST_F(Promotions, ComeFromTheSourcesThatTheTargetAllows) {
    MUST(slipway_.put_channel({.name = "stable", .is_protected = true, .promote_from = {{"staging"}}}));
    upload("dev", "hello");
    MUST(slipway_.promote({.from = "dev", .to = "staging"}));

    const auto refused = slipway_.promote({.from = "dev", .to = "stable"});
    const auto allowed = slipway_.promote({.from = "staging", .to = "stable"});

    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code(), "source-not-allowed");
    EXPECT_TRUE(allowed.ok());
    EXPECT_EQ(root("stable"), root("dev"));
}

TEST_F(Promotions, ThatRaceExpectingOneRevisionHaveOneWinner) {
    upload("dev", "hello");
    upload("staging", "world");
    std::promise<Result<ContentOutcome>> first;
    std::promise<Result<ContentOutcome>> second;
    const auto begin = [&](const std::string& from, auto& promise) {
        slipway_.publisher().promote({"test", ""}, "main", {.from = from, .to = "stable", .expect_revision = 1},
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
        slipway_.publisher().promote({"test", ""}, "main", {.from = from, .to = "stable"},
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
