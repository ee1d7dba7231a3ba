// What a promotion leaves in its target, and what it refuses, asked of the rule alone.
#include "tests/publishing/planning/planned_repository.hpp"

namespace slipway::publishing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::PlannedRepository;
using ::testing::SizeIs;

class PromotionRule : public ::testing::Test {
protected:
    Sha256 upload(const std::string& channel, const std::string& name, const std::string& version = "1.0",
                  const std::string& bytes = "") {
        return main_.publish(channel, main_.deb(name, version, bytes));
    }
    std::string code_of(Promotion promotion) {
        const auto outcome = main_.promote(std::move(promotion));
        return outcome.ok() ? "" : std::string(outcome.error().code());
    }
    Sha256 root(const std::string& channel) { return main_.channel(channel).root; }

    PlannedRepository main_;
};

TEST_F(PromotionRule, MakesTheTargetEqualToTheSourceInBothFormatsAtOnce) {
    upload("dev", "hello");
    main_.publish("dev", main_.rpm("world"));
    upload("staging", "gone");

    const auto outcome = MUST(main_.promote({.from = "dev", .to = "staging", .reason = "release"}));

    EXPECT_EQ(outcome.previous_revision, 2);
    EXPECT_EQ(outcome.revision, 3);
    EXPECT_EQ(outcome.diff.counts.of(DiffKind::added), 2u);
    EXPECT_EQ(outcome.diff.counts.of(DiffKind::removed), 1u);
    EXPECT_EQ(root("staging"), root("dev"));
    EXPECT_EQ(main_.count("staging"), 2u);
    EXPECT_EQ(main_.last_action(), "promote");
    EXPECT_EQ(main_.head("staging").changes.at(0).reason, "release");
}

TEST_F(PromotionRule, OfWhatIsThereAlreadyMakesNoRevision) {
    upload("dev", "hello");
    MUST(main_.promote({.from = "dev", .to = "staging"}));

    const auto again = MUST(main_.promote({.from = "dev", .to = "staging"}));

    EXPECT_EQ(again.revision, again.previous_revision);
    EXPECT_EQ(main_.channel("staging").revision, 2);
    EXPECT_FALSE(main_.plan.does_something());
}

TEST_F(PromotionRule, OfChosenPackagesLeavesTheRestOfTheTarget) {
    const auto wanted = upload("dev", "hello");
    upload("dev", "other");
    upload("staging", "stays");

    const auto outcome = MUST(main_.promote({.from = "dev", .to = "staging", .packages = {{wanted}}}));

    EXPECT_EQ(outcome.diff.counts.all(), 1u);
    EXPECT_EQ(main_.count("staging"), 2u);
    EXPECT_TRUE(main_.plan.channels.at("staging").prune);
}

TEST_F(PromotionRule, OfAPackageNamedTwiceBringsItOnce) {
    const auto wanted = upload("dev", "hello");

    MUST(main_.promote({.from = "dev", .to = "staging", .packages = {{wanted, wanted}}}));

    EXPECT_EQ(main_.count("staging"), 1u);
}

TEST_F(PromotionRule, OfAPackageThatTheSourceLacksIsRefused) {
    const auto elsewhere = upload("staging", "hello");

    EXPECT_EQ(code_of({.from = "dev", .to = "stable", .packages = {{elsewhere}}}), "unknown-package");
}

TEST_F(PromotionRule, OfAPurgedPackageSaysSo) {
    const auto hello = upload("dev", "hello");
    MUST(main_.purge(hello));

    EXPECT_EQ(code_of({.from = "dev", .to = "staging", .packages = {{hello}}}), "purged");
}

TEST_F(PromotionRule, OfChosenPackagesReplacesOtherBytesOfTheVersionInAMutableTarget) {
    MUST(main_.put_channel({.name = "staging", .immutable_versions = false}));
    upload("staging", "hello", "1.0", "old");
    const auto newer = upload("dev", "hello", "1.0", "new");

    MUST(main_.promote({.from = "dev", .to = "staging", .packages = {{newer}}}));

    EXPECT_EQ(main_.count("staging"), 1u);
    EXPECT_EQ(root("staging"), root("dev"));
}

TEST_F(PromotionRule, IntoAnImmutableChannelNeverChangesTheBytesOfAVersion) {
    upload("stable", "hello", "1.0", "first");
    const auto other = upload("dev", "hello", "1.0", "other");
    upload("dev", "fresh");

    const auto refused = MUST(main_.promote({.from = "dev", .to = "stable"}));
    const auto trial = MUST(main_.preview({.from = "dev", .to = "stable"}));

    ASSERT_THAT(refused.conflicts, SizeIs(1));
    EXPECT_EQ(refused.conflicts[0].package.sha256, other);
    EXPECT_EQ(main_.channel("stable").revision, 2);
    EXPECT_EQ(trial.conflict_count, 1u);
    EXPECT_EQ(trial.diff.counts.all(), 2u);
}

TEST_F(PromotionRule, FindsTheChannelsThatHaveTheOtherBytesOfAVersion) {
    const auto first = upload("stable", "hello", "1.0", "first");
    upload("dev", "hello", "1.0", "other");
    const auto had_by = [this] {
        return MUST(main_.promote({.from = "dev", .to = "staging"})).conflicts.at(0).channels.first;
    };

    EXPECT_THAT(had_by(), ElementsAre("stable"));
    MUST(main_.remove("stable", first));
    EXPECT_THAT(had_by(), IsEmpty());
}

TEST_F(PromotionRule, TakesTheVersionsThatItBringsIntoAnImmutableChannel) {
    upload("dev", "hello", "1.0", "first");
    MUST(main_.promote({.from = "dev", .to = "stable"}));
    upload("dev", "hello", "1.0", "other");

    EXPECT_EQ(MUST(main_.promote({.from = "dev", .to = "stable"})).conflict_count, 1u);
}

TEST_F(PromotionRule, InATrialTellsExactlyWhatTheRealOneDoes) {
    upload("dev", "hello", "2.0");
    upload("staging", "hello", "1.0");
    upload("staging", "gone");

    const auto trial = MUST(main_.preview({.from = "dev", .to = "staging"}));
    const auto real = MUST(main_.promote({.from = "dev", .to = "staging"}));

    EXPECT_EQ(trial.diff.counts, real.diff.counts);
    ASSERT_EQ(trial.diff.entries.size(), real.diff.entries.size());
    EXPECT_EQ(trial.diff.entries[0].key, real.diff.entries[0].key);
    EXPECT_EQ(real.diff.counts.of(DiffKind::upgraded), 1u);
}

TEST_F(PromotionRule, CanForbidRemovals) {
    upload("dev", "hello", "2.0");
    upload("staging", "hello", "1.0");
    EXPECT_EQ(code_of({.from = "dev", .to = "staging", .forbid_removals = true}), "");
    upload("staging", "extra");

    EXPECT_EQ(code_of({.from = "dev", .to = "staging", .forbid_removals = true}), "removals-forbidden");
}

TEST_F(PromotionRule, ComesFromTheSourcesThatTheTargetAllows) {
    MUST(main_.put_channel({.name = "stable", .is_protected = true, .promote_from = {{"staging"}}}));
    upload("dev", "hello");
    MUST(main_.promote({.from = "dev", .to = "staging"}));

    EXPECT_EQ(code_of({.from = "dev", .to = "stable"}), "source-not-allowed");
    EXPECT_EQ(code_of({.from = "staging", .to = "stable"}), "");
    EXPECT_EQ(root("stable"), root("dev"));
}

TEST_F(PromotionRule, IsRefusedWhereAChannelIsAtAnotherRevision) {
    upload("dev", "hello");

    EXPECT_EQ(code_of({.from = "dev", .to = "stable", .expect_revision = 7}), "unexpected-revision");
    EXPECT_EQ(code_of({.from = "dev", .to = "stable", .expect_from_revision = 1}), "unexpected-revision");
    EXPECT_EQ(code_of({.from = "dev", .to = "stable", .expect_revision = 1, .expect_from_revision = 2}), "");
}

TEST_F(PromotionRule, BringsTheNewestSigningOfWhatARevokedKeySigned) {
    main_.publish("dev", main_.rpm("hello", "1.0", "OLD"));
    main_.state.keyring.push_back({testing::a_key("OLD"), signing::KeyState::revoked});
    auto newer = main_.rpm("hello", "1.0", "NEW").package;
    newer.id = 9;
    main_.facts.packages.push_back(newer);

    MUST(main_.promote({.from = "dev", .to = "stable"}));

    EXPECT_EQ(main_.plan.pool_names.at(0).sha256, newer.sha256);
    EXPECT_NE(root("stable"), root("dev"));
}

}  // namespace
}  // namespace slipway::publishing
