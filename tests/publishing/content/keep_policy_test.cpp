// What a channel's policy does not keep goes after an upload or a promotion of chosen packages, in a revision of its
// own; what makes a channel exactly something else is left as it is.
#include "storage/catalog/revisions.hpp"
#include "tests/publishing/publisher_fixture.hpp"
#include "tests/support/deb_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::publishing {
namespace {

using testing::a_deb;
using testing::PublisherFixture;

class Keep : public ::testing::Test {
protected:
    Keep() { slipway_.create_main({"dev", "stable"}); }

    Sha256 upload(const std::string& channel, const std::string& version, const std::string& name = "hello") {
        const auto deb = a_deb(name).version(version).build();
        MUST(slipway_.upload(channel, name + ".deb", deb));
        return sha256_of(deb);
    }
    void keep(const std::string& channel, ChannelPut::Limit versions) {
        MUST(slipway_.put_channel({.name = channel, .keep_versions = versions}));
    }
    /// Changes have their turn in order: what was queued before this one is done when it is.
    void settle() { MUST(slipway_.put_channel({.name = "dev"})); }
    storage::RevisionRow head(const std::string& channel) {
        const auto tx = MUST(slipway_.catalog().read());
        return *MUST(storage::head_revision(tx, slipway_.channel(channel).settings.id));
    }

    PublisherFixture slipway_;
};

TEST_F(Keep, TakesOutWhatIsTooManyInARevisionAfterTheUpload) {
    for (const auto* version : {"1.0", "1.9", "1.10"}) upload("dev", version);
    keep("dev", 2);

    const auto answer = MUST(slipway_.upload("dev", "hello.deb", a_deb("hello").version("2.0").build()));
    settle();

    EXPECT_EQ(std::get<UploadOutcome>(answer).revision, 5);
    const auto last = head("dev");
    EXPECT_EQ(last.number, 6);
    EXPECT_EQ(last.package_count, 2u);
    ASSERT_EQ(last.changes.size(), 1u);
    EXPECT_EQ(last.changes[0].cause, Cause::expire);
    EXPECT_EQ(last.changes[0].actor, "slipwayd");
    EXPECT_EQ(last.changes[0].reason, "keep 2 versions");
    EXPECT_EQ(last.changes[0].removed, 2u);
}

TEST_F(Keep, IsAppliedAfterAPromotionOfChosenPackages) {
    keep("stable", 1);
    upload("stable", "1.0");
    const auto newer = upload("dev", "2.0");

    MUST(slipway_.promote({.from = "dev", .to = "stable", .packages = {{newer}}}));
    settle();

    EXPECT_EQ(slipway_.channel("stable").package_count, 1u);
    EXPECT_EQ(head("stable").changes.at(0).cause, Cause::expire);
}

TEST_F(Keep, LeavesAChannelThatBecameEqualToAnother) {
    keep("stable", 1);
    for (const auto* version : {"1.0", "2.0"}) upload("dev", version);

    MUST(slipway_.promote({.from = "dev", .to = "stable"}));
    settle();

    EXPECT_EQ(slipway_.channel("stable").root, slipway_.channel("dev").root);
}

TEST_F(Keep, LeavesAChannelThatWasRolledBack) {
    for (const auto* version : {"1.0", "2.0"}) upload("dev", version);
    keep("dev", 1);
    upload("dev", "3.0");
    settle();

    MUST(slipway_.roll_back({.channel = "dev", .revision = 3}));
    settle();

    EXPECT_EQ(slipway_.channel("dev").package_count, 2u);
}

TEST_F(Keep, CatchesUpWithARollbackAtTheNextUpload) {
    for (const auto* version : {"1.0", "2.0"}) upload("dev", version);
    keep("dev", 1);
    upload("dev", "1.0", "other");
    settle();
    MUST(slipway_.roll_back({.channel = "dev", .revision = 3}));
    EXPECT_EQ(slipway_.channel("dev").package_count, 2u);

    upload("dev", "1.0", "third");
    settle();

    EXPECT_EQ(slipway_.channel("dev").package_count, 2u) << "hello 2.0 and third";
}

}  // namespace
}  // namespace slipway::publishing
