#include "tests/publishing/planning/planned_repository.hpp"

namespace slipway::publishing {
namespace {

using testing::PlannedRepository;

class RollbackRule : public ::testing::Test {
protected:
    std::string code_of(Rollback rollback) {
        const auto outcome = main_.roll_back(std::move(rollback));
        return outcome.ok() ? "" : std::string(outcome.error().code());
    }

    PlannedRepository main_;
};

TEST_F(RollbackRule, BringsBackTheContentOfARevisionAsANewOne) {
    main_.publish("stable", main_.deb("hello", "1.0"));
    main_.publish("stable", main_.rpm("world"));
    const auto content = main_.channel("stable").root;
    main_.publish("stable", main_.deb("hello", "2.0"));

    const auto outcome = MUST(main_.roll_back({.channel = "stable", .revision = 3, .reason = "2.0 is broken"}));

    EXPECT_EQ(outcome.revision, 5);
    EXPECT_EQ(outcome.diff.counts.of(DiffKind::downgraded), 1u);
    EXPECT_EQ(main_.channel("stable").root, content);
    EXPECT_EQ(main_.count("stable"), 2u);
    EXPECT_EQ(main_.last_action(), "rollback");
}

TEST_F(RollbackRule, ToTheContentOfNowMakesNoRevision) {
    main_.publish("stable", main_.deb("hello"));

    EXPECT_EQ(MUST(main_.roll_back({.channel = "stable", .revision = 2})).revision, 2);
    EXPECT_FALSE(main_.plan.does_something());
}

TEST_F(RollbackRule, FillsAnIndexThatTheDistroGotSince) {
    main_.publish("stable", main_.deb("data", "1.0", "", "all"));
    main_.publish("stable", main_.deb("hello"));
    MUST(main_.put_distro({.name = "deb", .architectures = std::vector<std::string>{"amd64", "arm64", "riscv64"}}));

    MUST(main_.roll_back({.channel = "stable", .revision = 2}));

    const auto& lists = main_.channel("stable").lists;
    for (const auto& index : all_indexes(*main_.state.find_distro("deb"), lists))
        EXPECT_EQ(lists.at(index).count, 1u) << index.architecture;
}

TEST_F(RollbackRule, NeverLeavesOutAPackageThatTheCatalogLost) {
    MUST(main_.remove("stable", main_.publish("stable", main_.deb("hello"))));
    main_.facts.packages.clear();

    EXPECT_FAULT(main_.roll_back({.channel = "stable", .revision = 2}), Fault::corrupt);
}

TEST_F(RollbackRule, LeavesOutWhatWasPurged) {
    const auto leaked = main_.publish("stable", main_.deb("leaked"));
    main_.publish("stable", main_.deb("hello"));
    MUST(main_.purge(leaked));
    const auto content = main_.channel("stable").root;

    MUST(main_.roll_back({.channel = "stable", .revision = 3}));

    EXPECT_EQ(main_.channel("stable").root, content);
}

TEST_F(RollbackRule, NeedsTheComponentsThatItsRevisionHad) {
    MUST(main_.put_distro({.name = "deb", .components = std::vector<std::string>{"main", "contrib"}}));
    auto hello = main_.deb("hello");
    hello.targets.front().component = "contrib";
    MUST(main_.remove("stable", main_.publish("stable", hello)));
    MUST(main_.put_distro({.name = "deb", .components = std::vector<std::string>{"main"}}));

    EXPECT_EQ(code_of({.channel = "stable", .revision = 3}), "undeclared-component");
}

TEST_F(RollbackRule, ToWhatIsNotThereIsRefused) {
    EXPECT_EQ(code_of({.channel = "stable", .revision = 7}), "unknown-revision");
    main_.publish("stable", main_.deb("hello"));
    EXPECT_EQ(code_of({.channel = "stable", .revision = 1, .expect_revision = 1}), "unexpected-revision");
}

}  // namespace
}  // namespace slipway::publishing
