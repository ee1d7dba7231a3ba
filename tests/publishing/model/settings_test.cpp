// Lists of a distro are exact: what is not declared goes from every channel, or a package in it keeps the change from
// being made. What a distro had goes with it, and past revisions keep what is left.
#include "storage/catalog/events.hpp"
#include "storage/catalog/pins.hpp"
#include "storage/catalog/revisions.hpp"
#include "tests/publishing/publisher_fixture.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::publishing {
namespace {

using testing::a_deb;
using testing::an_rpm;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::text_of;
using Names = std::vector<std::string>;

class ExactSettings : public ::testing::Test {
protected:
    ExactSettings() { slipway_.create_main({"dev", "stable"}); }

    Sha256 deb(const std::string& name, const std::string& architecture, const Destination& destination = {}) {
        return slipway_.publish("dev", name + ".deb", a_deb(name).architecture(architecture).build(), destination);
    }
    Sha256 rpm(const std::string& name, const std::string& architecture) {
        return slipway_.publish("dev", name + ".rpm", an_rpm(name).architecture(architecture).bytes());
    }
    storage::RevisionRow head(const std::string& channel) {
        const auto tx = MUST(slipway_.catalog().read());
        return MUST(storage::head_revision(tx, slipway_.channel(channel).settings.id)).value();
    }
    std::size_t events() {
        const auto tx = MUST(slipway_.catalog().read());
        return MUST(storage::events(tx, {.after = 0, .limit = 1000})).size();
    }
    void pin(std::int64_t revision) {
        auto tx = MUST(slipway_.catalog().write());
        const auto repository = slipway_.repository().state.settings.id;
        MUST(
            storage::insert_pin(tx, {repository, "golden", slipway_.channel("dev").settings.id, revision, {}, "test"}));
        MUST(std::move(tx).commit());
    }
    std::string release(const std::string& channel) { return slipway_.served("deb", channel, "Release"); }

    testing::PublisherFixture slipway_;
};

TEST_F(ExactSettings, TakeAnEmptyArchitectureFromEveryChannelInARevisionWithItsCause) {
    deb("data", "all");

    MUST(slipway_.put_distro({.name = "deb", .architectures = Names{"amd64"}}));

    for (const auto* channel : {"dev", "stable"}) {
        EXPECT_THAT(release(channel), HasSubstr("Architectures: all amd64\n"));
        EXPECT_EQ(head(channel).changes.at(0).cause, Cause::settings);
        EXPECT_EQ(head(channel).changes.at(0).reason, "distro deb no longer declares arm64");
    }
    EXPECT_EQ(slipway_.fsck(), "");
    slipway_.restart();
    EXPECT_EQ(slipway_.fsck(), "");
    EXPECT_THAT(slipway_.repository().state.find_distro("deb")->architectures, ElementsAre("amd64"));
}

TEST_F(ExactSettings, NameThePackageThatNeedsWhatIsNotListed) {
    deb("hello", "arm64");
    const auto before = events();

    const auto refused = slipway_.put_distro({.name = "deb", .architectures = Names{"amd64"}});

    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code(), "not-empty");
    EXPECT_THAT(refused.error().message(), HasSubstr("channel dev has hello 1.0 (arm64)"));
    EXPECT_EQ(events(), before);
    EXPECT_THAT(release("dev"), HasSubstr("Architectures: all amd64 arm64\n"));
}

TEST_F(ExactSettings, TakeAnEmptyComponentAndRefuseOneWithPackages) {
    MUST(slipway_.put_distro({.name = "deb", .components = Names{"main", "contrib", "extra"}}));
    deb("hello", "amd64", {.distros = {"deb"}, .component = "contrib"});

    const auto refused = slipway_.put_distro({.name = "deb", .components = Names{"main"}});
    MUST(slipway_.put_distro({.name = "deb", .components = Names{"contrib", "main"}}));

    ASSERT_FALSE(refused.ok());
    EXPECT_THAT(refused.error().message(), HasSubstr("hello 1.0 (amd64) in component contrib"));
    EXPECT_THAT(release("dev"), HasSubstr("Components: contrib main\n"));
    EXPECT_THAT(release("dev"), Not(HasSubstr("extra/")));
    EXPECT_EQ(head("dev").changes.at(0).reason, "distro deb no longer has component extra");
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(ExactSettings, ThatChangeNothingMakeNoEventAndNoRevision) {
    const auto before = events();
    const auto revision = slipway_.channel("dev").revision;

    MUST(slipway_.put(
        {.description = "", .distros = {{.name = "deb", .format = Format::deb}}, .channels = {{.name = "dev"}}}));
    MUST(slipway_.put_distro({.name = "deb", .architectures = Names{"arm64", "amd64", "all"}}));
    MUST(slipway_.put_channel({.name = "dev", .immutable_versions = false}));

    EXPECT_EQ(events(), before);
    EXPECT_EQ(slipway_.channel("dev").revision, revision);
}

TEST_F(ExactSettings, LeaveSnapshotsAndDifferencesWhatTheyHad) {
    MUST(slipway_.put_distro({.name = "deb", .components = Names{"main", "contrib"}}));
    const auto hello = deb("hello", "amd64", {.distros = {"deb"}, .component = "contrib"});
    const auto with = slipway_.channel("dev").revision;
    MUST(slipway_.remove("dev", hello));
    MUST(slipway_.put_distro({.name = "deb", .components = Names{"main"}}));

    const auto snapshot = MUST(testing::answer_of<SharedSnapshot>([&](auto done) {
        slipway_.publisher().render_snapshot(
            0, "main", {slipway_.channel("dev").settings.id, with, slipway_.repository().state.find_distro("deb")->id},
            done);
    }));
    const auto refused = slipway_.roll_back({.channel = "dev", .revision = with});

    EXPECT_THAT(text_of(snapshot->files->files.at("Release")), HasSubstr("Components: main contrib\n"));
    EXPECT_TRUE(snapshot->files->files.contains("contrib/binary-amd64/Packages.xz"));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code(), "undeclared-component");
    MUST(slipway_.put_distro({.name = "deb", .components = Names{"main", "contrib"}}));
    MUST(slipway_.roll_back({.channel = "dev", .revision = with}));
    EXPECT_EQ(slipway_.channel("dev").package_count, 1U);
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(ExactSettings, KeepNoarchPackagesWhateverIsDeclared) {
    MUST(slipway_.put_distro(
        {.name = "el9", .format = Format::rpm, .architectures = Names{"x86_64"}, .is_default = true}));
    const auto with = head("dev").number + 1;
    rpm("data", "noarch");

    MUST(slipway_.put_distro({.name = "el9", .architectures = Names{"aarch64"}}));

    EXPECT_EQ(slipway_.channel("dev").package_count, 1U);
    EXPECT_NE(slipway_.served("el9", "dev", "aarch64/repodata/repomd.xml"), "");
    EXPECT_EQ(slipway_.served("el9", "dev", "x86_64/repodata/repomd.xml"), "");
    rpm("more", "noarch");
    MUST(slipway_.roll_back({.channel = "dev", .revision = with}));
    EXPECT_EQ(slipway_.channel("dev").package_count, 1U);
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(ExactSettings, OfADistroThatIsDeletedWantItEmptyOrForce) {
    deb("hello", "amd64");

    const auto refused = slipway_.delete_distro("deb");
    MUST(slipway_.delete_distro("deb", Force::yes));

    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code(), "not-empty");
    EXPECT_THAT(refused.error().message(), HasSubstr("channel dev has hello 1.0"));
    EXPECT_EQ(slipway_.channel("dev").package_count, 0U);
    EXPECT_EQ(head("dev").changes.at(0).cause, Cause::settings);
    EXPECT_EQ(head("dev").changes.at(0).reason, "distro deb was deleted");
    EXPECT_EQ(slipway_.channel("stable").revision, 1);
}

TEST_F(ExactSettings, OfADistroThatIsDeletedLeavePastRevisionsWithTheRest) {
    deb("hello", "amd64");
    rpm("other", "x86_64");
    const auto hello = deb("second", "all");
    MUST(slipway_.remove("dev", hello));

    MUST(slipway_.delete_distro("deb", Force::yes));
    EXPECT_EQ(head("dev").number, 6);
    MUST(slipway_.roll_back({.channel = "dev", .revision = 4}));

    EXPECT_EQ(slipway_.channel("dev").revision, 6) << "it has no more than that now";
    EXPECT_EQ(slipway_.channel("dev").package_count, 1U);
    const auto tx = MUST(slipway_.catalog().read());
    const auto past = MUST(storage::find_revision(tx, slipway_.channel("dev").settings.id, 4)).value();
    EXPECT_EQ(past.package_count, 1U);
    EXPECT_EQ(past.root, slipway_.channel("dev").root);
}

TEST_F(ExactSettings, OfTheLastDistroMayGoAndComeAgain) {
    deb("hello", "amd64");

    MUST(slipway_.delete_distro("deb", Force::yes));
    MUST(slipway_.delete_distro("rpm"));
    slipway_.restart();
    MUST(slipway_.put_distro({.name = "deb", .format = Format::deb}));
    deb("hello", "riscv64");

    EXPECT_EQ(slipway_.channel("dev").package_count, 1U);
    EXPECT_THAT(release("dev"), HasSubstr("Architectures: all amd64 arm64 riscv64\n"));
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(ExactSettings, OfADistroWithAPinnedRevisionGoByForceOnly) {
    const auto hello = deb("hello", "amd64");
    MUST(slipway_.remove("dev", hello));
    pin(2);

    const auto refused = slipway_.delete_distro("deb");
    const auto other = slipway_.delete_distro("rpm");
    const auto forced = slipway_.delete_distro("deb", Force::yes);

    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code(), "pinned");
    EXPECT_THAT(refused.error().message(), HasSubstr("golden"));
    EXPECT_TRUE(other.ok());
    EXPECT_TRUE(forced.ok());
}

}  // namespace
}  // namespace slipway::publishing
