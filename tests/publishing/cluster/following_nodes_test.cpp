// A node serves what another one has published, and an answer waits for it.
#include "publishing/cluster/nodes.hpp"
#include "publishing/planning/delete_repository_change.hpp"
#include "tests/publishing/cluster/cluster_fixture.hpp"

namespace slipway::publishing {
namespace {

using testing::a_deb;
using ::testing::HasSubstr;
using testing::PublisherFixture;

class FollowingNodes : public testing::ClusterFixture {
protected:
    static ClusterView view(PublisherFixture& node) {
        return MUST(read_cluster(MUST(node.catalog().read()), node.cluster().settings().alive));
    }
};

TEST_F(FollowingNodes, ServeWhatIsAnsweredAsServed) {
    const auto a = start_ready("a:1");
    a->create_main();
    const auto b = start_ready("b:1");

    const auto answer = upload(*a, "hello");

    EXPECT_EQ(answer.serving, (Serving{2, {}}));
    EXPECT_THAT(packages(*b), HasSubstr("Package: hello\n"));
    EXPECT_EQ(packages(*b), packages(*a));
    EXPECT_EQ(b->served("deb", "dev", "InRelease"), a->served("deb", "dev", "InRelease"));
    EXPECT_TRUE(b->repository().pools.at("deb")->find(answer.packages.at(0).package->sha256.hex().substr(0, 16),
                                                      "hello_1.0_amd64.deb"));
}

TEST_F(FollowingNodes, AreNamedWhereTheyLag) {
    auto hurried = settings_of("a:1");
    hurried.wait = std::chrono::milliseconds(50);
    const auto a = start_ready(hurried);
    a->create_main();
    const auto b = start_ready(without_following(settings_of("b:1")));

    const auto answer = upload(*a, "hello");

    EXPECT_EQ(answer.serving, (Serving{1, {"b:1"}}));
    const auto seen = view(*a);
    ASSERT_EQ(seen.lags.size(), 2U);
    EXPECT_EQ(seen.lags.at(0).behind(), 0);
    EXPECT_GT(seen.lags.at(1).behind(), 0);
}

TEST_F(FollowingNodes, AreNotWaitedForBeforeTheyAreReadyNorAfterwards) {
    const auto a = start_ready("a:1");
    a->create_main();
    const auto b = start(without_following(settings_of("b:1")));
    EXPECT_EQ(upload(*a, "before").serving, (Serving{1, {}}));
    b->cluster().say_ready(true);
    b->cluster().say_ready(false);

    EXPECT_EQ(upload(*a, "after").serving, (Serving{1, {}}));
}

TEST_F(FollowingNodes, TakeOverWhatHasNotChanged) {
    const auto a = start_ready("a:1");
    a->create_main({"dev", "stable"});
    const auto b = start_ready("b:1");
    upload(*a, "hello");
    const auto before = b->repository().files.at("deb").at("stable");

    upload(*a, "world");

    EXPECT_EQ(b->repository().files.at("deb").at("stable"), before);
}

TEST_F(FollowingNodes, EndARepositoryThatAnotherHasDeleted) {
    const auto a = start_ready("a:1");
    const auto b = start_ready("b:1");
    a->create_main();
    ASSERT_NE(b->tree()->find("main"), nullptr);

    MUST(testing::answer_of<std::monostate>([&](auto done) {
        a->publisher().carry_out<DeleteRepositoryChange>("main", Actor{"test", ""}, Force::yes, Expectation{},
                                                         std::move(done));
    }));

    EXPECT_EQ(b->tree()->find("main"), nullptr);
    a->create_main();
    EXPECT_EQ(upload(*b, "hello").revision, 3) << "the channel made again counts on";
}

TEST_F(FollowingNodes, ServeNothingThatAnotherHasPurged) {
    const auto a = start_ready("a:1");
    a->create_main();
    const auto b = start_ready("b:1");
    const auto package = upload(*b, "secret").packages.at(0).package->sha256;

    MUST(a->purge(package));

    EXPECT_TRUE(b->repository().pools.at("deb")->is_purged(package.hex().substr(0, 16), "secret_1.0_amd64.deb"));
    EXPECT_FALSE(MUST(b->blobs().contains(package)));
}

TEST_F(FollowingNodes, KnowWhetherTheyAreCurrent) {
    auto settings = settings_of("a:1");
    settings.alive = std::chrono::milliseconds(300);
    const auto a = start_ready(settings);
    EXPECT_TRUE(a->cluster().currency().is_known);

    settings.url = "http://b:1";
    const auto b = start_ready(without_following(settings));

    EXPECT_TRUE(comes_to(*b, [](auto& node) { return !node.cluster().currency().is_known; }))
        << "it does not ask the database";
    EXPECT_TRUE(a->cluster().currency().is_known);
}

TEST_F(FollowingNodes, HaveOneAmongThemThatKeepsHouse) {
    auto a = start_ready("a:1");
    ASSERT_TRUE(comes_to(*a, [](auto& node) { return node.publisher().keeps_house(); }));
    const auto b = start_ready("b:1");
    std::this_thread::sleep_for(std::chrono::milliseconds(700));  // longer than a beat
    EXPECT_FALSE(b->publisher().keeps_house());

    a.reset();

    EXPECT_TRUE(comes_to(*b, [](auto& node) { return node.publisher().keeps_house(); }));
}

TEST_F(FollowingNodes, AreListed) {
    const auto b = start_ready("b:1");
    const auto a = start(settings_of("a:1"));

    const auto nodes = view(*a).nodes;

    ASSERT_EQ(nodes.size(), 2U);
    EXPECT_EQ(nodes.at(0).id, "a:1");
    EXPECT_EQ(nodes.at(0).url, "http://a:1");
    EXPECT_FALSE(nodes.at(0).ready);
    EXPECT_TRUE(nodes.at(1).ready);
}

}  // namespace
}  // namespace slipway::publishing
