// What goes with a channel, a distro, a repository, and what keeps it from going.
#include "publishing/planning/delete_channel_change.hpp"
#include "publishing/planning/delete_distro_change.hpp"
#include "publishing/planning/delete_repository_change.hpp"
#include "publishing/planning/expire_channel_change.hpp"
#include "tests/publishing/planning/planned_repository.hpp"

namespace slipway::publishing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::PlannedRepository;

class DeletionRules : public ::testing::Test {
protected:
    DeletionRules() { main_.publish("dev", main_.deb("hello")); }

    Result<> delete_channel(const std::string& name, Force force = Force::no, Expectation expected = nullptr) {
        TRY(main_.answer_to<DeleteChannelChange, std::monostate>(
            DeleteChannelChange::Wanted{name, force, std::move(expected)}));
        return {};
    }
    Result<> delete_distro(const std::string& name, Force force = Force::no) {
        TRY(main_.answer_to<DeleteDistroChange, std::monostate>(DeleteDistroChange::Wanted{name, force, nullptr}));
        return {};
    }
    Result<> delete_repository(Force force) {
        TRY(main_.answer_to<DeleteRepositoryChange, std::monostate>(force, nullptr));
        return {};
    }
    void pin(const std::string& channel, std::int64_t revision) {
        main_.facts.pins.push_back({1, "golden", main_.channel(channel).settings.id, revision, {}, "test"});
    }

    PlannedRepository main_;
};

TEST_F(DeletionRules, AChannelGoesWithItsSettingsAndNothingIsPublished) {
    const auto id = main_.channel("staging").settings.id;

    MUST(delete_channel("staging"));

    EXPECT_FALSE(main_.state.channels.contains("staging"));
    EXPECT_EQ(main_.state.settings.channels.size(), 2U);
    EXPECT_EQ(main_.plan.gone_channels.at("staging"), id);
    EXPECT_THAT(main_.plan.channels, IsEmpty());
    EXPECT_EQ(main_.last_action(), "channel.delete");
}

TEST_F(DeletionRules, AChannelWithPackagesOrPinsGoesByForceOnly) {
    EXPECT_EQ(delete_channel("dev").error().code(), "not-empty");
    pin("stable", 1);
    EXPECT_EQ(delete_channel("stable").error().code(), "pinned");

    MUST(delete_channel("dev", Force::yes));
    MUST(delete_channel("stable", Force::yes));

    EXPECT_FAULT(delete_channel("dev", Force::yes), Fault::not_found);
}

TEST_F(DeletionRules, AChannelThatChangedMeanwhileStays) {
    const auto changed = [](const RepositoryState&) -> Result<> { return Error(Fault::conflict, "it changed"); };

    EXPECT_FAULT(delete_channel("staging", Force::yes, changed), Fault::conflict);
    EXPECT_TRUE(main_.state.channels.contains("staging"));
}

TEST_F(DeletionRules, AChannelThatIsMadeAgainContinuesItsNumbers) {
    MUST(delete_channel("dev", Force::yes));

    MUST(main_.put_channel({.name = "dev"}));

    EXPECT_EQ(main_.channel("dev").revision, 3);
    EXPECT_EQ(main_.count("dev"), 0U);
}

TEST_F(DeletionRules, ARepositoryWithPackagesOrPinsGoesByForceOnly) {
    EXPECT_EQ(delete_repository(Force::no).error().code(), "not-empty");
    MUST(main_.purge(main_.publish("dev", main_.deb("hello"))));
    pin("stable", 1);
    EXPECT_EQ(delete_repository(Force::no).error().code(), "pinned");

    MUST(delete_repository(Force::yes));

    EXPECT_TRUE(main_.plan.repository_gone);
    EXPECT_EQ(main_.last_action(), "repository.delete");
}

TEST_F(DeletionRules, ADistroGoesOutOfEveryChannelWithItsPackages) {
    main_.publish("dev", main_.rpm("world"));
    EXPECT_EQ(delete_distro("deb").error().code(), "not-empty");

    MUST(delete_distro("deb", Force::yes));

    EXPECT_EQ(main_.count("dev"), 1U);
    EXPECT_EQ(main_.state.find_distro("deb"), nullptr);
    EXPECT_EQ(main_.head("dev").changes.at(0).reason, "distro deb was deleted");
    EXPECT_EQ(delete_distro("deb").error().code(), "unknown-distro");
}

TEST_F(DeletionRules, ADistroThatGoesLeavesPastRevisionsTheRest) {
    main_.publish("dev", main_.rpm("world"));
    MUST(main_.remove("dev", main_.deb("hello").package.sha256));
    const auto rest = main_.channel("dev").root;

    MUST(delete_distro("deb"));

    const auto& past = main_.plan.past_contents;
    const auto of_three = std::ranges::find(past, 3, &PastContent::revision);
    ASSERT_NE(of_three, past.end());
    EXPECT_EQ(of_three->root, rest);
    EXPECT_EQ(of_three->package_count, 1U);
}

TEST_F(DeletionRules, ADistroWithAPinnedRevisionGoesByForceOnly) {
    MUST(main_.remove("dev", main_.deb("hello").package.sha256));
    pin("dev", 2);

    EXPECT_EQ(delete_distro("deb").error().code(), "pinned");
    MUST(delete_distro("deb", Force::yes));
}

class ExpiryRule : public DeletionRules {
protected:
    ExpiryRule() {
        MUST(main_.put({.ephemeral = EphemeralPut{.pattern = "pr-*", .base = "", .ttl = std::chrono::hours(24)}}));
        main_.publish("pr-1", main_.deb("hello"));
    }
    void expire(const std::string& channel) {
        ExpireChannelChange change(channel, nullptr);
        MUST(main_.apply(change));
    }
    bool is_there() { return main_.state.channels.contains("pr-1"); }
};

TEST_F(ExpiryRule, EndsAChannelWhoseTimeHasCome) {
    main_.now += std::chrono::hours(23);
    expire("pr-1");
    EXPECT_TRUE(is_there());
    main_.now += std::chrono::hours(1);

    expire("pr-1");

    EXPECT_FALSE(is_there());
    EXPECT_THAT(main_.plan.expired_channels, ElementsAre("pr-1"));
    EXPECT_EQ(main_.last_action(), "channel.expire");
    EXPECT_EQ(main_.promote({.from = "pr-1", .to = "dev"}).error().code(), "channel-expired");
}

TEST_F(ExpiryRule, LeavesAChannelThatWasProlongedAndOneThatIsNotEphemeral) {
    main_.now += std::chrono::hours(23);
    main_.publish("pr-1", main_.deb("hello"));
    main_.now += std::chrono::hours(23);

    expire("pr-1");
    expire("dev");
    expire("nowhere");

    EXPECT_TRUE(is_there());
    EXPECT_THAT(main_.plan.events, IsEmpty());
}

TEST_F(ExpiryRule, LeavesAChannelWithPinsUntilTheLastOneIsGone) {
    pin("pr-1", 1);
    main_.now += std::chrono::hours(25);
    expire("pr-1");
    EXPECT_TRUE(is_there());
    main_.facts.pins.clear();

    expire("pr-1");

    EXPECT_FALSE(is_there());
}

TEST_F(ExpiryRule, LetsTheNumbersOfAChannelThatIsMadeAgainGoOn) {
    main_.now += std::chrono::hours(25);
    expire("pr-1");

    main_.publish("pr-1", main_.deb("hello"));

    EXPECT_EQ(main_.channel("pr-1").revision, 2);
    EXPECT_FALSE(main_.state.expired->contains("pr-1"));
}

}  // namespace
}  // namespace slipway::publishing
