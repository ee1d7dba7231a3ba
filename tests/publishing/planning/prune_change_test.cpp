// What a keep policy takes out of a channel, asked of the rule alone.
#include "tests/publishing/planning/planned_repository.hpp"

namespace slipway::publishing {
namespace {

using std::chrono::hours;
using ::testing::IsEmpty;
using testing::PlannedRepository;

class PruneRule : public ::testing::Test {
protected:
    Sha256 upload(const std::string& version, const std::string& name = "hello",
                  const std::string& architecture = "amd64") {
        return main_.publish("dev", main_.deb(name, version, "", architecture));
    }
    void keep(ChannelPut::Limit versions, ChannelPut::Limit days = {}) {
        MUST(main_.put_channel({.name = "dev", .keep_versions = versions, .keep_days = days}));
    }
    /// So many are left.
    std::uint64_t prune() {
        main_.prune("dev");
        return main_.count("dev");
    }

    PlannedRepository main_;
};

TEST_F(PruneRule, TakesOutWhatIsTooManyInARevisionThatSaysWhy) {
    for (const auto* version : {"1.0", "1.9", "1.10", "2.0"}) upload(version);
    keep(2);

    EXPECT_EQ(prune(), 2u);
    const auto& change = main_.head("dev").changes.at(0);
    EXPECT_EQ(change.cause, Cause::expire);
    EXPECT_EQ(change.actor, "slipwayd");
    EXPECT_EQ(change.reason, "keep 2 versions");
    EXPECT_EQ(change.removed, 2u);
    EXPECT_EQ(main_.last_action(), "expire");
}

TEST_F(PruneRule, CountsEachNameAndArchitectureForItself) {
    keep(1);
    upload("1.0");
    upload("1.0", "hello-doc");
    upload("2.0", "hello", "arm64");

    EXPECT_EQ(prune(), 3u);
    EXPECT_FALSE(main_.plan.does_something());
}

TEST_F(PruneRule, ByDaysLeavesTheNewestVersionHoweverOld) {
    upload("1.0");
    upload("2.0");
    keep({}, 7);
    main_.now += hours(24) * 30;

    EXPECT_EQ(prune(), 1u);
}

TEST_F(PruneRule, ByDaysTakesOutWhatGrewTooOldWhateverIsUploaded) {
    upload("1.0");
    main_.now += hours(24) * 5;
    upload("2.0");
    keep({}, 7);
    EXPECT_EQ(prune(), 2u);
    main_.now += hours(24) * 3;

    upload("1.0", "another");

    EXPECT_EQ(prune(), 2u);
}

TEST_F(PruneRule, KeepsWhatEitherLimitKeeps) {
    for (const auto* version : {"1.0", "2.0", "3.0"}) upload(version);
    keep(1, 7);

    EXPECT_EQ(prune(), 3u);
    main_.now += hours(24) * 8;
    EXPECT_EQ(prune(), 1u);
}

TEST_F(PruneRule, OfAChannelThatKeepsEverythingTakesNothing) {
    upload("1.0");
    upload("2.0");

    EXPECT_EQ(prune(), 2u);
    EXPECT_THAT(main_.plan.events, IsEmpty());
}

}  // namespace
}  // namespace slipway::publishing
