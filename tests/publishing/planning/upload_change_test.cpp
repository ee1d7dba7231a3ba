// What an upload may put where, asked of the rule alone.
#include "tests/publishing/planning/planned_repository.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::PlannedRepository;
using ::testing::SizeIs;

UploadOutcome outcome_of(Result<UploadAnswer> answer) { return std::get<UploadOutcome>(MUST(std::move(answer))); }
std::vector<FileError> errors_of(Result<UploadAnswer> answer) {
    return std::get<UploadRefusal>(MUST(std::move(answer))).errors;
}

class UploadRule : public ::testing::Test {
protected:
    PlannedRepository main_;
};

TEST_F(UploadRule, PutsAPackageIntoTheIndexesOfItsArchitecture) {
    const auto outcome = outcome_of(main_.upload("dev", {main_.deb("hello")}));

    EXPECT_TRUE(outcome.changed);
    EXPECT_EQ(outcome.revision, 2);
    EXPECT_THAT(outcome.packages.at(0).path, ::testing::StartsWith("/main/deb/pool/main/h/hello/"));
    const auto deb = main_.state.find_distro("deb")->id;
    EXPECT_THAT(main_.plan.channels.at("dev").render, ElementsAre(IndexKey{deb, Document::packages, "main", "amd64"}));
    EXPECT_THAT(main_.plan.channels.at("dev").entry_points, ElementsAre(deb));
    EXPECT_EQ(main_.last_action(), "upload");
    EXPECT_EQ(main_.head("dev").changes.at(0).cause, Cause::upload);
    EXPECT_EQ(main_.head("dev").changes.at(0).added, 1U);
}

TEST_F(UploadRule, ListsAPackageForEveryMachineInEveryIndexAndCountsItOnce) {
    main_.publish("dev", main_.deb("doc", "1.0", "", "all"));

    const auto& lists = main_.channel("dev").lists;
    EXPECT_EQ(std::ranges::count(lists, 1U, [](const auto& list) { return list.second.count; }), 3);
    EXPECT_EQ(main_.count("dev"), 1U);
}

TEST_F(UploadRule, GivesANewArchitectureWhatEveryArchitectureHas) {
    main_.publish("dev", main_.deb("doc", "1.0", "", "all"));

    main_.publish("dev", main_.deb("hello", "1.0", "", "riscv64"));

    const auto deb = main_.state.find_distro("deb")->id;
    EXPECT_EQ(main_.channel("dev").lists.at({deb, Document::packages, "main", "riscv64"}).count, 2U);
}

TEST_F(UploadRule, OfWhatIsThereAlreadyChangesNothing) {
    main_.publish("dev", main_.deb("hello"));

    const auto again = outcome_of(main_.upload("dev", {main_.deb("hello")}));

    EXPECT_FALSE(again.changed);
    EXPECT_EQ(again.revision, 2);
    EXPECT_FALSE(main_.plan.does_something());
}

TEST_F(UploadRule, ReplacesOtherBytesOfAVersionInAMutableChannel) {
    main_.publish("dev", main_.deb("hello", "1.0", "first"));

    main_.publish("dev", main_.deb("hello", "1.0", "second"));

    EXPECT_EQ(main_.count("dev"), 1U);
    EXPECT_EQ(main_.head("dev").changes.at(0).removed, 1U);
}

TEST_F(UploadRule, NeverChangesTheBytesOfAVersionInAnImmutableChannelAlsoWhenItIsGone) {
    MUST(main_.remove("stable", main_.publish("stable", main_.deb("hello", "1.0", "first"))));

    const auto errors = errors_of(main_.upload("stable", {main_.deb("fresh"), main_.deb("hello", "1.0", "second")}));

    ASSERT_THAT(errors, SizeIs(1));
    EXPECT_EQ(errors[0].file, "hello.deb");
    EXPECT_EQ(errors[0].error.code(), "package-exists");
    EXPECT_EQ(main_.count("stable"), 0U) << "all of an upload or nothing";
}

TEST_F(UploadRule, NamesTheChannelsThatHaveTheOtherBytes) {
    const auto message = [this] {
        return errors_of(main_.upload("stable", {main_.deb("hello", "1.0", "second")})).at(0).error.message();
    };
    const auto first = main_.publish("staging", main_.deb("hello", "1.0", "first"));

    EXPECT_THAT(message(), HasSubstr("; channel staging has the other bytes. "));
    for (const auto* channel : {"dev", "stable"}) main_.publish(channel, main_.deb("hello", "1.0", "first"));
    EXPECT_THAT(message(), HasSubstr("; channels dev, stable and staging have the other bytes. "));
    MUST(main_.put_channel({.name = "beta"}));
    main_.publish("beta", main_.deb("hello", "1.0", "first"));
    EXPECT_THAT(message(), HasSubstr("; channels beta, dev, stable and 1 more have the other bytes. "));
    for (const auto* channel : {"beta", "dev", "stable", "staging"}) MUST(main_.remove(channel, first));
    EXPECT_THAT(message(), HasSubstr("; no channel has the other bytes any more. "));
}

TEST_F(UploadRule, FindsTheChannelsThatHaveASigningOfTheOtherBytes) {
    auto other = main_.rpm("hello");
    other.package.sha256 = other.package.uploaded_sha256 = sha256_of("other");
    main_.publish("stable", main_.rpm("hello", "1.0", "FIRST"));

    const auto errors = errors_of(main_.upload("staging", {other}));

    EXPECT_THAT(errors.at(0).error.message(), HasSubstr("; channel stable has the other bytes. "));
}

TEST_F(UploadRule, RefusesTwoFilesOfOneVersion) {
    const auto errors =
        errors_of(main_.upload("dev", {main_.deb("hello", "1.0", "a"), main_.deb("hello", "1.0", "b")}));

    ASSERT_THAT(errors, SizeIs(1));
    EXPECT_EQ(main_.channel("dev").revision, 1);
}

TEST_F(UploadRule, RefusesWhatWasPurged) {
    MUST(main_.purge(main_.publish("dev", main_.deb("hello"))));

    const auto errors = errors_of(main_.upload("dev", {main_.deb("hello")}));

    ASSERT_THAT(errors, SizeIs(1));
    EXPECT_EQ(errors[0].error.code(), "purged");
}

TEST_F(UploadRule, OfAProtectedOrUnknownChannelIsRefused) {
    MUST(main_.put_channel({.name = "stable", .is_protected = true}));

    EXPECT_EQ(main_.upload("stable", {main_.deb("hello")}).error().code(), "channel-protected");
    EXPECT_FAULT(main_.upload("nowhere", {main_.deb("hello")}), Fault::not_found);
}

TEST_F(UploadRule, PublishesTheFirstSigningOfTheSameBytes) {
    const auto first = main_.publish("dev", main_.rpm("hello", "1.0", "FIRST"));

    const auto second = main_.publish("stable", main_.rpm("hello", "1.0", "OTHER"));

    EXPECT_EQ(second, first);
    EXPECT_THAT(main_.facts.packages, SizeIs(1));
}

TEST_F(UploadRule, AsksForARetryWhereOnlyARevokedKeySignedTheBytes) {
    main_.state.keyring.push_back({testing::a_key("OLD"), signing::KeyState::revoked});

    EXPECT_EQ(main_.upload("dev", {main_.rpm("hello", "1.0", "OLD")}).error().code(), "publication-failed");
}

TEST_F(UploadRule, AsksForARetryWhereAKnownPackageWasCollectedMeanwhile) {
    auto hello = main_.deb("hello");
    hello.package.id = 7;

    EXPECT_FAULT(main_.upload("dev", {hello}), Fault::busy);
}

TEST_F(UploadRule, ReplacesASigningWhoseBytesWereLostInEveryChannel) {
    const auto lost = main_.publish("dev", main_.rpm("hello", "1.0", "FIRST"));
    main_.publish("stable", main_.rpm("hello", "1.0", "FIRST"));
    auto again = main_.rpm("hello", "1.0", "SECOND");
    again.replaces = lost;

    const auto current = main_.publish("dev", again);

    EXPECT_NE(current, lost);
    EXPECT_EQ(main_.channel("stable").root, main_.channel("dev").root);
    EXPECT_EQ(main_.head("stable").changes.at(0).cause, Cause::resign);
    EXPECT_EQ(main_.head("stable").changes.at(0).actor, "slipwayd");
}

class FewArchitecturesRule : public UploadRule {
protected:
    FewArchitecturesRule() { main_.limits.extra_architectures = 2; }
    std::string code_of(const std::string& channel, const std::string& name, const std::string& architecture) {
        const auto answer = main_.upload(channel, {main_.deb(name, "1.0", "", architecture)});
        return answer.ok() ? "" : std::string(answer.error().code());
    }
};

TEST_F(FewArchitecturesRule, LimitsThoseThatAChannelHasBesidesTheDeclaredOnes) {
    EXPECT_EQ(code_of("dev", "one", "riscv64"), "");
    const auto two = main_.publish("dev", main_.rpm("two", "1.0", "", "riscv64"));

    EXPECT_EQ(code_of("dev", "three", "s390x"), "too-many-architectures");
    EXPECT_EQ(code_of("dev", "four", "riscv64"), "");
    EXPECT_EQ(code_of("staging", "three", "s390x"), "");
    MUST(main_.remove("dev", two));
    EXPECT_EQ(code_of("dev", "three", "s390x"), "");
}

TEST_F(FewArchitecturesRule, HoldsForChosenPackagesToo) {
    EXPECT_EQ(code_of("stable", "one", "riscv64"), "");
    EXPECT_EQ(code_of("stable", "two", "s390x"), "");
    const auto three = main_.publish("dev", main_.deb("three", "1.0", "", "i386"));

    EXPECT_EQ(main_.promote({.from = "dev", .to = "stable", .packages = {{three}}}).error().code(),
              "too-many-architectures");
}

class EphemeralRule : public UploadRule {
protected:
    EphemeralRule() {
        main_.publish("dev", main_.deb("base"));
        MUST(main_.put({.ephemeral = EphemeralPut{.pattern = "pr-*", .base = "dev", .ttl = std::chrono::hours(24)}}));
    }
};

TEST_F(EphemeralRule, MakesAChannelWithTheContentOfItsBaseByItsFirstUpload) {
    const auto outcome = outcome_of(main_.upload("pr-1", {main_.deb("hello")}));

    EXPECT_EQ(outcome.revision, 1);
    EXPECT_EQ(main_.count("pr-1"), 2U);
    EXPECT_TRUE(main_.channel("pr-1").life.has_value());
    EXPECT_FALSE(main_.channel("pr-1").settings.immutable_versions);
    EXPECT_EQ(main_.head("pr-1").changes.at(0).cause, Cause::create);
    EXPECT_EQ(main_.head("pr-1").changes.at(1).cause, Cause::upload);
}

TEST_F(EphemeralRule, BeginsWithTheSameRootAsABaseThatHasTheUploadAlready) {
    main_.publish("pr-1", main_.deb("base"));

    EXPECT_EQ(main_.channel("pr-1").root, main_.channel("dev").root);
}

TEST_F(EphemeralRule, MakesNoChannelsUnderOtherNamesAndNotMoreThanItMay) {
    main_.limits.ephemeral_channels = 1;
    main_.publish("pr-1", main_.deb("hello"));

    for (const auto* name : {"feature", "pr", "r12"})
        EXPECT_FAULT(main_.upload(name, {main_.deb("hello")}), Fault::not_found);
    EXPECT_FAULT(main_.upload("pr-X", {main_.deb("hello")}), Fault::invalid_input);
    EXPECT_EQ(main_.upload("pr-2", {main_.deb("hello")}).error().code(), "channel-limit");
    EXPECT_FALSE(main_.state.channels.contains("pr-2"));
}

TEST_F(EphemeralRule, LetsAChannelLiveOnAlsoWhenEverythingWasThere) {
    main_.publish("pr-1", main_.deb("hello"));
    main_.now += std::chrono::hours(20);

    main_.publish("pr-1", main_.deb("hello"));

    EXPECT_THAT(main_.plan.prolonged, ElementsAre("pr-1"));
    EXPECT_THAT(main_.plan.channels, IsEmpty());
    EXPECT_EQ(main_.channel("pr-1").life->end(), main_.now + std::chrono::hours(24));
}

}  // namespace
}  // namespace slipway::publishing
