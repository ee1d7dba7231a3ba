// Ephemeral channels: made by their first upload, ended by their lifetime.
#include "publishing/model/ephemeral.hpp"

#include "publishing/content/pins.hpp"
#include "storage/catalog/events.hpp"
#include "tests/publishing/publisher_fixture.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

#include <thread>

namespace slipway::publishing {
namespace {

using std::chrono::hours;
using testing::a_deb;
using testing::an_rpm;
using ::testing::HasSubstr;

class Ephemeral : public ::testing::Test {
protected:
    Ephemeral() {
        slipway_.create_main({"dev", "stable"});
        set_rule("dev");
    }

    void set_rule(const std::string& base) {
        RepositoryPut put;
        put.ephemeral = EphemeralPut{"branch-*", base, hours(48)};
        MUST(slipway_.put(put));
    }
    UploadOutcome upload(const std::string& channel, const std::string& version = "1.0", const std::string& note = "") {
        const auto bytes = a_deb("hello").version(version).field("X-Note", note + "-").build();
        return std::get<UploadOutcome>(MUST(slipway_.upload(channel, "hello.deb", bytes)));
    }
    bool exists(const std::string& channel) { return slipway_.repository().state.channels.contains(channel); }
    /// Lets those expire whose time has come. Changes have their turn in order, so they are gone when this one is done.
    void expire() {
        slipway_.publisher().expire_channels();
        MUST(slipway_.put({}));
    }
    void write(const std::function<Result<>(storage::WriteTransaction&)>& work) {
        MUST(testing::answer_of<std::monostate>([&](auto done) { slipway_.publisher().write(work, std::move(done)); }));
    }
    Result<> pin(storage::WriteTransaction& tx, const std::string& name, const std::string& channel) {
        const PinPut put{name, channel, 1};
        TRY(make_pin(tx, {"test", ""}, slipway_.repository().state, put, slipway_.clock().now()));
        return {};
    }
    Result<> unpin(storage::WriteTransaction& tx, const std::string& name) {
        const auto& state = slipway_.repository().state;
        const auto found = TRY(storage::find_pin(tx, state.settings.id, name));
        return remove_pin(tx, {"test", ""}, state, *found, slipway_.clock().now());
    }

    testing::PublisherFixture slipway_;
};

TEST_F(Ephemeral, AreMadeByTheFirstUploadWithTheContentOfTheirBase) {
    MUST(slipway_.upload("dev", "base.deb", a_deb("base").build()));
    MUST(slipway_.upload("dev", "base.rpm", an_rpm("base").bytes()));

    const auto outcome = upload("branch-x");

    EXPECT_EQ(outcome.revision, 1);
    EXPECT_TRUE(outcome.changed);
    EXPECT_EQ(slipway_.channel("branch-x").package_count, 3U);
    EXPECT_FALSE(slipway_.channel("branch-x").settings.immutable_versions);
    EXPECT_EQ(slipway_.channel("dev").package_count, 2U);
    EXPECT_THAT(slipway_.served("deb", "branch-x", "InRelease"), HasSubstr("Suite: branch-x"));
    EXPECT_THAT(slipway_.served("rpm", "branch-x", "x86_64/repodata/repomd.xml"), HasSubstr("primary"));
    const auto tx = MUST(slipway_.catalog().read());
    const auto all = MUST(storage::events(tx, {}));
    EXPECT_EQ(all.at(all.size() - 2).action, "channel.create");
    EXPECT_THAT(all.at(all.size() - 2).details, HasSubstr(R"({"ephemeral":true,"base":"dev"})"));
}

TEST_F(Ephemeral, BeginEmptyWithoutABase) {
    set_rule("");
    upload("dev", "0.9");

    upload("branch-x");

    EXPECT_EQ(slipway_.channel("branch-x").package_count, 1U);
}

TEST_F(Ephemeral, MayHaveTheSameVersionWithOtherBytes) {
    upload("stable", "1.0", "released");

    upload("branch-x", "1.0", "x");
    upload("branch-y", "1.0", "y");
    upload("branch-y", "1.0", "y again");

    EXPECT_EQ(slipway_.channel("branch-y").package_count, 1U);
    EXPECT_FAULT(slipway_.put_channel({.name = "branch-x", .immutable_versions = true}), Fault::conflict);
}

TEST_F(Ephemeral, LiveAsLongAsTheRuleSaysAfterTheirLastUploadAlsoAfterARestart) {
    upload("branch-x");
    slipway_.clock().advance(hours(40));
    upload("branch-x");
    slipway_.restart();
    slipway_.clock().advance(hours(47));
    expire();
    EXPECT_TRUE(exists("branch-x")) << "an upload of what was there counts";

    slipway_.clock().advance(hours(1));
    expire();

    EXPECT_FALSE(exists("branch-x"));
    EXPECT_TRUE(exists("dev"));
    for (int round = 0; round < 2; ++round, slipway_.restart())
        EXPECT_TRUE(has_expired(slipway_.repository().state, "branch-x"));
    const auto tx = MUST(slipway_.catalog().read());
    EXPECT_EQ(MUST(storage::events(tx, {})).back().action, "channel.expire");
}

TEST_F(Ephemeral, OutliveTheirTimeUntilTheirLastPinIsDeleted) {
    upload("branch-x");
    for (const auto* name : {"demo", "audit"}) write([&](auto& tx) { return pin(tx, name, "branch-x"); });
    slipway_.clock().advance(hours(49));
    expire();
    EXPECT_EQ(upload("branch-x", "1.1").revision, 2) << "it takes uploads as before";
    slipway_.clock().advance(hours(49));
    write([&](auto& tx) { return unpin(tx, "demo"); });
    expire();
    ASSERT_TRUE(exists("branch-x")) << "one pin is left";

    write([&](auto& tx) { return unpin(tx, "audit"); });
    expire();

    EXPECT_FALSE(exists("branch-x"));
}

TEST_F(Ephemeral, CannotBePinnedAfterTheirEnd) {
    upload("branch-x");
    slipway_.clock().advance(hours(48));
    expire();

    auto tx = MUST(slipway_.catalog().write());

    EXPECT_FAULT(pin(tx, "late", "branch-x"), Fault::gone);
}

TEST_F(Ephemeral, AreMadeAgainAfterTheirEndAndTheirNumbersGoOn) {
    upload("branch-x");
    upload("branch-x", "1.1");
    slipway_.clock().advance(hours(48));
    expire();

    EXPECT_EQ(upload("branch-x").revision, 3);

    EXPECT_FALSE(has_expired(slipway_.repository().state, "branch-x"));
    slipway_.restart();
    EXPECT_FALSE(has_expired(slipway_.repository().state, "branch-x"));
    EXPECT_EQ(slipway_.channel("branch-x").life->end(), slipway_.clock().now() + hours(48));
}

TEST_F(Ephemeral, LeaveTheirPackagesToTheCollector) {
    const auto hello = upload("branch-x").packages.at(0).package->sha256;
    slipway_.clock().advance(hours(48));
    expire();

    EXPECT_EQ(MUST(slipway_.publisher().collect_garbage(hours(1), std::nullopt)).packages, 1U);

    EXPECT_FALSE(slipway_.repository().pools.at("deb")->find(hello.hex().substr(0, 16), "hello_1.0_amd64.deb"));
}

TEST(EphemeralLimit, RefusesMoreChannelsThanARepositoryMayHave) {
    testing::PublisherFixture slipway(testing::PublisherFixture::Setup{.public_url = "", .ephemeral_channels = 1});
    slipway.create_main();
    RepositoryPut put;
    put.ephemeral = EphemeralPut{"branch-*", "", hours(48)};
    MUST(slipway.put(put));
    MUST(slipway.upload("branch-1", "hello.deb", a_deb("hello").build()));

    const auto refused = slipway.upload("branch-2", "hello.deb", a_deb("hello").build());

    EXPECT_FAULT(refused, Fault::conflict);
    EXPECT_EQ(refused.error().code(), "channel-limit");
    EXPECT_FALSE(slipway.repository().state.channels.contains("branch-2"));
    EXPECT_TRUE(slipway.upload("branch-1", "new.deb", a_deb("new").build()).ok());
}

TEST(EphemeralLimit, Is200UnlessTheConfigurationSaysOtherwise) {
    EXPECT_EQ(Publisher::Options().ephemeral_channels, 200U);
}

}  // namespace
}  // namespace slipway::publishing
