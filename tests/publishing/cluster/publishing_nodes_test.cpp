// Several nodes publish into the same repositories: nothing is lost, and no number is given twice.
#include "storage/postgresql/catalog.hpp"
#include "tests/publishing/cluster/cluster_fixture.hpp"

#include <atomic>
#include <thread>

namespace slipway::publishing {
namespace {

using testing::a_deb;
using testing::PublisherFixture;

class PublishingNodes : public testing::ClusterFixture {
protected:
    static void expect_whole(PublisherFixture& node) {
        EXPECT_EQ(node.fsck(), "");
        const auto tx = MUST(node.catalog().read());
        EXPECT_TRUE(storage::check_event_chain(tx).ok());
    }
    static bool lists(const PublisherFixture& node, const std::string& name) {
        return packages(node).find("Package: " + name + "\n") != std::string::npos;
    }
};

TEST_F(PublishingNodes, PublishByTurnsIntoOneRepository) {
    const auto a = start_ready("a:1");
    a->create_main();
    const auto b = start_ready("b:1");

    for (int i = 1; i <= 5; ++i) {
        EXPECT_EQ(upload(*a, "of-a-" + std::to_string(i)).revision, 2 * i);
        EXPECT_EQ(upload(*b, "of-b-" + std::to_string(i)).revision, 2 * i + 1);
    }

    EXPECT_EQ(packages(*a), packages(*b)) << "each answer has waited for the other node";
    EXPECT_TRUE(lists(*a, "of-b-5"));
    EXPECT_TRUE(lists(*b, "of-a-1"));
    EXPECT_EQ(query("SELECT count(*) FROM revisions"), query("SELECT max(number) FROM revisions"));
    expect_whole(*b);
}

TEST_F(PublishingNodes, PublishAtTheSameTimeAndLoseNothing) {
    const auto a = start_ready("a:1");
    a->create_main();
    const auto b = start_ready("b:1");
    constexpr int each = 8;
    const auto publish_all = [](PublisherFixture& node, const std::string& name) {
        for (int i = 0; i < each; ++i) upload(node, name + std::to_string(i));
    };

    std::thread beside([&] { publish_all(*b, "of-b-"); });
    publish_all(*a, "of-a-");
    beside.join();

    EXPECT_EQ(a->channel("dev").package_count, 2U * each);
    EXPECT_EQ(b->channel("dev").package_count, 2U * each);
    EXPECT_EQ(query("SELECT count(*) FROM events WHERE action = 'upload'"), std::to_string(2 * each));
    expect_whole(*a);
}

TEST_F(PublishingNodes, PlanAgainWhereTheyKnewNotWhatAnotherHasPublished) {
    const auto a = start_ready("a:1");
    a->create_main();
    const auto b = start(without_following(settings_of("b:1")));
    upload(*a, "unknown-to-b");
    ASSERT_FALSE(lists(*b, "unknown-to-b"));

    const auto answer = upload(*b, "of-b");

    EXPECT_EQ(answer.revision, 3);
    EXPECT_TRUE(lists(*b, "unknown-to-b"));
    EXPECT_TRUE(lists(*b, "of-b"));
    expect_whole(*b);
}

/// Without a lease that anybody respects: the fence alone keeps them apart.
TEST_F(PublishingNodes, AreKeptApartByTheFenceWhereTheLeaseHasEnded) {
    auto impatient = settings_of("a:1");
    impatient.lease = std::chrono::milliseconds(1);
    const auto a = start_ready(impatient);
    a->create_main();
    const auto b = start(without_following(settings_of("b:1")));
    std::atomic<int> signatures{0};
    b->signer().before_each([&]() -> Result<> {
        if (signatures++ == 0) upload(*a, "of-a");
        return {};
    });

    const auto answer = upload(*b, "of-b");

    EXPECT_EQ(answer.revision, 3) << "planned once more, behind what the other has published";
    EXPECT_TRUE(lists(*b, "of-a"));
    expect_whole(*b);
}

TEST_F(PublishingNodes, PlanAgainWhatWasPlannedBeforeAnotherCollectedGarbage) {
    const auto a = start(settings_of("a:1"));
    a->create_main();
    const auto b = start(settings_of("b:1"));
    ASSERT_TRUE(comes_to(*b, [](auto& node) { return node.tree()->find("main") != nullptr; }));
    std::atomic<int> signatures{0};
    b->signer().before_each([&]() -> Result<> {
        if (signatures++ == 0) query("UPDATE cluster SET swept = swept + 1");
        return {};
    });

    upload(*b, "of-b");

    EXPECT_GE(signatures, 2) << "signed twice";
    EXPECT_TRUE(lists(*b, "of-b"));
}

TEST_F(PublishingNodes, MakeARepositoryOfOneNameOnce) {
    const auto a = start_ready("a:1");
    const auto b = start(without_following(settings_of("b:1")));
    a->create_main();
    RepositoryPut put;
    put.description = "asked of the other node";

    EXPECT_EQ(MUST(b->put(put)), PutResult::updated);

    EXPECT_EQ(query("SELECT count(*) FROM repositories"), "1");
    EXPECT_EQ(b->repository().state.settings.description, "asked of the other node");
}

TEST_F(PublishingNodes, GiveNoIdTwice) {
    const auto a = start_ready("a:1");
    const auto b = start_ready("b:1");

    a->create_repository("main");
    b->create_repository("other");
    a->create_repository("third");

    EXPECT_EQ(query("SELECT count(*) - count(DISTINCT id) FROM (SELECT id FROM repositories UNION ALL"
                    " SELECT id FROM distros UNION ALL SELECT id FROM channels) AS ids"),
              "0");
    EXPECT_NE(b->tree()->find("third"), nullptr);
}

TEST_F(PublishingNodes, WriteNothingWhileADaemonThatIsNoneHasTakenTheCatalogOver) {
    const auto a = start_ready("a:1");
    a->create_main();
    const auto alone = MUST(storage::PostgresqlCatalog::open({.url = url()}));

    MUST(alone->take_over());

    EXPECT_FAULT(a->upload("dev", "x.deb", a_deb("x").version("1").build()), Fault::busy);
    const auto generation = query("SELECT generation FROM heads");
    a->restart();
    EXPECT_NE(query("SELECT generation FROM heads"), generation) << "what it published is unknown to the nodes";
    EXPECT_EQ(upload(*a, "y").revision, 2);
}

}  // namespace
}  // namespace slipway::publishing
