#include "tests/publishing/planning/planned_repository.hpp"

namespace slipway::publishing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using testing::PlannedRepository;
using ::testing::SizeIs;

class PurgeRule : public ::testing::Test {
protected:
    PlannedRepository main_;
};

TEST_F(PurgeRule, TakesAPackageOutOfEveryChannelInARevisionOfItsOwn) {
    const auto hello = main_.publish("dev", main_.deb("hello"));
    MUST(main_.promote({.from = "dev", .to = "stable"}));

    const auto outcome = MUST(main_.purge(hello));

    EXPECT_THAT(outcome.revisions, ElementsAre(Pair("dev", 3), Pair("stable", 3)));
    EXPECT_EQ(main_.count("dev") + main_.count("stable"), 0u);
    EXPECT_THAT(main_.facts.packages, IsEmpty());
    EXPECT_TRUE(is_purged(main_.state, hello));
    EXPECT_THAT(main_.plan.purged_bytes, ElementsAre(Pair(hello, PurgedBytes::destroyed)));
    EXPECT_EQ(main_.last_action(), "purge");
    EXPECT_EQ(main_.head("stable").changes.at(0).reason, "a leaked secret");
}

TEST_F(PurgeRule, TakesEverySigningOfAnRpmByTheDigestUploaded) {
    const auto rpm = main_.rpm("hello", "1.0", "OLD").package;
    main_.publish("dev", main_.rpm("hello", "1.0", "OLD"));
    auto newer = main_.rpm("hello", "1.0", "NEW").package;
    newer.id = 9;
    main_.facts.packages.push_back(newer);

    const auto outcome = MUST(main_.purge(rpm.uploaded_sha256));

    EXPECT_THAT(outcome.packages, SizeIs(2));
    EXPECT_TRUE(is_purged(main_.state, newer.sha256));
    EXPECT_TRUE(is_purged(main_.state, rpm.uploaded_sha256));
}

TEST_F(PurgeRule, TellsARetryWhatWasDoneAndHasTheBytesLookedAtAgain) {
    const auto hello = main_.publish("dev", main_.deb("hello"));
    MUST(main_.purge(hello));

    const auto again = MUST(main_.purge(hello));

    EXPECT_EQ(again.packages.at(0).row.sha256, hello);
    EXPECT_THAT(again.revisions, IsEmpty());
    EXPECT_FALSE(main_.plan.does_something());
    EXPECT_THAT(main_.plan.purged_bytes, SizeIs(1));
    EXPECT_FAULT(main_.purge(sha256_of("another")), Fault::not_found);
}

TEST_F(PurgeRule, LeavesTheVersionTakenUnlessItIsReleased) {
    const auto squatter = main_.publish("stable", main_.deb("hello", "1.0", "squatter"));
    MUST(main_.purge(squatter));
    const auto refused = MUST(main_.upload("stable", {main_.deb("hello", "1.0", "real")}));
    EXPECT_EQ(std::get<UploadRefusal>(refused).errors.at(0).error.code(), "package-exists");

    const auto outcome = MUST(main_.purge(squatter, ReleaseVersion::yes));

    EXPECT_THAT(outcome.released, SizeIs(1));
    EXPECT_THAT(main_.plan.events.back().details, HasSubstr(R"("released_in":["deb"])"));
    main_.publish("stable", main_.deb("hello", "1.0", "real"));
}

TEST_F(PurgeRule, DoesNotReleaseAVersionThatOtherBytesHold) {
    main_.publish("stable", main_.deb("hello", "1.0", "held"));
    const auto other = main_.publish("dev", main_.deb("hello", "1.0", "other"));

    EXPECT_THAT(MUST(main_.purge(other, ReleaseVersion::yes)).released, IsEmpty());
    EXPECT_EQ(main_.facts.taken.size(), 1u);
}

}  // namespace
}  // namespace slipway::publishing
