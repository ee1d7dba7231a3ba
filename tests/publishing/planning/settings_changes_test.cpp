// Settings of repositories, distros and channels: what they make, what they leave, what they refuse.
#include "tests/publishing/planning/planned_repository.hpp"

namespace slipway::publishing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::PlannedRepository;
using ::testing::SizeIs;
using Words = std::vector<std::string>;

class SettingsRules : public ::testing::Test {
protected:
    std::string code_of(DistroPut put) {
        const auto outcome = main_.put_distro(std::move(put));
        return outcome.ok() ? "" : std::string(outcome.error().code());
    }
    std::vector<std::string> architectures() { return main_.state.find_distro("deb")->architectures; }

    PlannedRepository main_;
};

TEST_F(SettingsRules, MakeANewRepositoryWithItsFirstKeyAndEveryDeclaredIndex) {
    EXPECT_EQ(main_.state.keyring.at(0).state, KeyState::active);
    EXPECT_THAT(main_.plan.new_keys, SizeIs(1));
    EXPECT_EQ(main_.last_action(), "repository.create");
    EXPECT_EQ(main_.channel("dev").revision, 1);
    EXPECT_THAT(main_.channel("dev").lists, SizeIs(6)) << "amd64, arm64, all; x86_64, aarch64, noarch";
}

TEST_F(SettingsRules, ThatChangeNothingMakeNoEventAndNoRevision) {
    MUST(main_.put({.description = ""}));
    EXPECT_FALSE(main_.plan.does_something());
    EXPECT_EQ(MUST(main_.put_distro({.name = "deb", .architectures = Words{"arm64", "amd64", "all"}})),
              PutResult::updated);
    EXPECT_FALSE(main_.plan.does_something());
    MUST(main_.put_channel({.name = "dev"}));
    EXPECT_FALSE(main_.plan.does_something());
}

TEST_F(SettingsRules, OfADescriptionSignEveryEntryPointAnewWithoutARevision) {
    MUST(main_.put({.description = "Packages of the house"}));

    EXPECT_THAT(main_.plan.channels, SizeIs(3));
    EXPECT_THAT(main_.plan.channels.at("dev").entry_points, SizeIs(2));
    EXPECT_EQ(main_.channel("dev").revision, 1);
}

TEST_F(SettingsRules, OfAnOriginAreRefusedOnceItIsSet) {
    EXPECT_EQ(main_.put({.origin = "Other"}).error().code(), "immutable");
}

TEST_F(SettingsRules, TakeAnEmptyArchitectureFromEveryChannelInARevisionWithItsCause) {
    main_.publish("dev", main_.deb("data", "1.0", "", "all"));

    MUST(main_.put_distro({.name = "deb", .architectures = Words{"amd64"}}));

    for (const auto* channel : {"dev", "stable"}) {
        EXPECT_EQ(main_.head(channel).changes.at(0).cause, Cause::settings);
        EXPECT_EQ(main_.head(channel).changes.at(0).reason, "distro deb no longer declares arm64");
        EXPECT_THAT(main_.plan.channels.at(channel).gone, SizeIs(1));
    }
    EXPECT_THAT(architectures(), ElementsAre("amd64"));
}

TEST_F(SettingsRules, NameThePackageThatNeedsWhatIsNotListed) {
    main_.publish("dev", main_.deb("hello", "1.0", "", "arm64"));

    const auto refused = main_.put_distro({.name = "deb", .architectures = Words{"amd64"}});

    EXPECT_EQ(refused.error().code(), "not-empty");
    EXPECT_THAT(refused.error().message(), HasSubstr("channel dev has hello 1.0 (arm64)"));
    EXPECT_THAT(architectures(), ElementsAre("amd64", "arm64"));
}

TEST_F(SettingsRules, TakeAnEmptyComponentAndRefuseOneWithPackages) {
    MUST(main_.put_distro({.name = "deb", .components = Words{"main", "contrib", "extra"}}));
    auto hello = main_.deb("hello");
    hello.targets.front().component = "contrib";
    main_.publish("dev", hello);

    EXPECT_EQ(code_of({.name = "deb", .components = Words{"main"}}), "not-empty");
    EXPECT_EQ(code_of({.name = "deb", .components = Words{"main", "contrib"}}), "");
}

TEST_F(SettingsRules, FillTheIndexOfAnArchitectureThatIsNew) {
    main_.publish("dev", main_.deb("data", "1.0", "", "all"));

    MUST(main_.put_distro({.name = "deb", .architectures = Words{"amd64", "arm64", "riscv64"}}));

    const auto deb = main_.state.find_distro("deb")->id;
    EXPECT_EQ(main_.channel("dev").lists.at({deb, Document::packages, "main", "riscv64"}).count, 1U);
    EXPECT_EQ(main_.head("dev").changes.at(0).reason, "distro deb declares riscv64");
}

TEST_F(SettingsRules, OfADistroAreChecked) {
    EXPECT_EQ(code_of({.name = "new"}), "invalid-field");
    EXPECT_EQ(code_of({.name = "deb", .format = Format::rpm}), "immutable");
    EXPECT_EQ(code_of({.name = "deb", .architectures = Words{"x86_64"}}), "unknown-architecture");
    EXPECT_EQ(code_of({.name = "rpm", .components = Words{"main"}}), "invalid-field");
    EXPECT_EQ(code_of({.name = "deb", .compression = Compression::zstd}), "invalid-field");
    EXPECT_EQ(code_of({.name = "new", .terms = {.if_absent = IfAbsent::refuse}}), "unknown-distro");
}

TEST_F(SettingsRules, OfCompressionRenderEveryIndexAnew) {
    MUST(main_.put_distro({.name = "rpm", .compression = Compression::zstd}));

    EXPECT_THAT(main_.plan.channels.at("dev").render, SizeIs(3));
    EXPECT_EQ(main_.channel("dev").revision, 1);
}

TEST_F(SettingsRules, OfOneDistroOfAFormatAreTheDefault) {
    EXPECT_TRUE(main_.state.find_distro("deb")->is_default);

    MUST(main_.put_distro({.name = "trixie", .format = Format::deb, .is_default = true}));
    MUST(main_.put_distro({.name = "trixie", .is_default = Setting<bool>(std::in_place)}));
    MUST(main_.put_distro({.name = "deb", .is_default = Setting<bool>(std::in_place)}));

    EXPECT_FALSE(main_.state.find_distro("deb")->is_default);
    EXPECT_TRUE(main_.state.find_distro("trixie")->is_default);
}

TEST_F(SettingsRules, OfAChannelThatBecomesImmutableTakeItsVersions) {
    main_.publish("dev", main_.deb("hello", "1.0", "first"));

    MUST(main_.put_channel({.name = "dev", .immutable_versions = true}));

    const auto refused = MUST(main_.upload("stable", {main_.deb("hello", "1.0", "other")}));
    EXPECT_EQ(std::get<UploadRefusal>(refused).errors.at(0).error.code(), "package-exists");
}

TEST_F(SettingsRules, OfAChannelWithOtherBytesOfATakenVersionLeaveItMutable) {
    main_.publish("stable", main_.deb("hello", "1.0", "first"));
    main_.publish("dev", main_.deb("hello", "1.0", "other"));

    EXPECT_EQ(main_.put_channel({.name = "dev", .immutable_versions = true}).error().code(), "package-exists");
    EXPECT_FALSE(main_.channel("dev").settings.immutable_versions);
}

TEST_F(SettingsRules, OfAChannelWithOtherBytesNameTheChannelsThatHaveThePublishedOnes) {
    const auto first = main_.publish("stable", main_.deb("hello", "1.0", "first"));
    main_.publish("dev", main_.deb("hello", "1.0", "other"));
    const auto message = [this] {
        return main_.put_channel({.name = "dev", .immutable_versions = true}).error().message();
    };

    EXPECT_THAT(message(), HasSubstr("; channel stable has those bytes; remove that package first"));
    MUST(main_.remove("stable", first));
    EXPECT_THAT(message(), HasSubstr("; no channel has those bytes any more; remove that package first"));
}

TEST_F(SettingsRules, OfAnEphemeralChannelNeverMakeItImmutable) {
    MUST(main_.put({.ephemeral = EphemeralPut{.pattern = "pr-*", .base = "dev", .ttl = std::chrono::hours(24)}}));
    main_.publish("pr-1", main_.deb("hello"));

    EXPECT_EQ(main_.put_channel({.name = "pr-1", .immutable_versions = true}).error().code(), "ephemeral-channel");
}

TEST_F(SettingsRules, OfAnEphemeralRuleAreGivenWhole) {
    EXPECT_EQ(main_.put({.ephemeral = EphemeralPut{.pattern = "pr-*"}}).error().code(), "invalid-field");
    EXPECT_FALSE(main_.state.ephemeral.has_value());
}

}  // namespace
}  // namespace slipway::publishing
