// What nodes over one database tell each other, statement by statement.
#include "storage/postgresql/nodes.hpp"

#include "storage/catalog/repositories.hpp"
#include "storage/postgresql/heads.hpp"
#include "storage/postgresql/side_connection.hpp"
#include "tests/storage/postgresql/postgresql_fixture.hpp"

#include <thread>

namespace slipway::storage {
namespace {

using testing::CuttingProxy;
using ::testing::ElementsAre;
using testing::impatient;
using ::testing::IsEmpty;
using testing::open_catalog;

constexpr Milliseconds long_time{60'000};
constexpr Milliseconds no_time{0};

class PostgresqlNodes : public testing::PostgresqlTest {
protected:
    template <class Work>
    auto ask(const Work& work) {
        return MUST(link_.run(work));
    }
    bool take(RowId lease, const std::string& node, Milliseconds time = long_time) {
        return ask([&](Connection& connection) { return take_lease(connection, lease, node, time); });
    }
    void want(RowId lease, const std::string& node) {
        MUST(link_.run([&](Connection& connection) { return want_lease(connection, lease, node, long_time); }));
    }
    void give_back(RowId lease, const std::string& node) {
        MUST(link_.run([&](Connection& connection) { return give_lease_back(connection, lease, node, long_time); }));
    }
    static NodeRow node(const std::string& id, const std::string& run = "run") {
        NodeRow row;
        row.id = id;
        row.run = run;
        row.url = "http://" + id;
        row.ready = true;
        return row;
    }
    void begin(const NodeRow& row) {
        MUST(link_.run([&](Connection& connection) { return begin_node(connection, row); }));
    }
    bool lives(const NodeRow& row) {
        return ask([&](Connection& connection) { return beat(connection, row); });
    }
    void serve(const std::string& node, RowId repository, std::int64_t generation) {
        MUST(link_.run([&](Connection& connection) { return acknowledge(connection, node, repository, generation); }));
    }
    ServedBy who(RowId repository, std::int64_t generation, Milliseconds alive = long_time) {
        return ask([&](Connection& connection) { return who_serves(connection, repository, generation, alive); });
    }
    RowId make_repository(Catalog& catalog, const std::string& name) {
        auto tx = MUST(catalog.write());
        RepositoryRow row;
        row.name = name;
        const auto id = MUST(save_repository(tx, row)).id;
        MUST(begin_generations(tx, id, "a"));
        MUST(std::move(tx).commit());
        return id;
    }
    static bool raise(Catalog& catalog, RowId repository, std::int64_t from, const std::string& by) {
        auto tx = MUST(catalog.write());
        const auto raised = MUST(raise_generation(tx, repository, from, by));
        MUST(std::move(tx).commit());
        return raised;
    }

    std::unique_ptr<Catalog> catalog = open_catalog(impatient(url()));

private:
    SideConnection link_{url(), Milliseconds(5'000)};
};

TEST_F(PostgresqlNodes, RaiseAGenerationOnce) {
    const auto other = open_catalog(impatient(url()));
    const auto repository = make_repository(*catalog, "main");

    EXPECT_TRUE(raise(*catalog, repository, 1, "a"));
    EXPECT_FALSE(raise(*other, repository, 1, "b")) << "it was decided on what is no longer the newest";
    EXPECT_TRUE(raise(*other, repository, 2, "b"));

    const auto heads = ask([](Connection& connection) { return heads_after(connection, 0); });
    ASSERT_EQ(heads.size(), 1U);
    EXPECT_EQ(heads.front().generation, 3);
    EXPECT_EQ(heads.front().node, "b");
}

TEST_F(PostgresqlNodes, RaiseNothingOfARepositoryThatNobodyHasBegun) { EXPECT_FALSE(raise(*catalog, 99, 0, "a")); }

TEST_F(PostgresqlNodes, ReadWhatWasRaisedSinceATurn) {
    const auto first = make_repository(*catalog, "first");
    const auto second = make_repository(*catalog, "second");
    const auto all = ask([](Connection& connection) { return heads_after(connection, 0); });
    ASSERT_EQ(all.size(), 2U);

    raise(*catalog, first, 1, "a");

    const auto news = ask([&](Connection& connection) { return heads_after(connection, all.back().turn); });
    ASSERT_EQ(news.size(), 1U);
    EXPECT_EQ(news.front().repository, first);
    EXPECT_NE(news.front().repository, second);
}

TEST_F(PostgresqlNodes, ShareACatalogThatWasOneDaemonsAndRaiseAllThatItMayHavePublished) {
    const auto repository = make_repository(*catalog, "main");
    MUST(open_catalog(impatient(url()))->take_over());

    MUST(catalog->share("a"));
    const auto after_the_daemon = MUST(find_generation(MUST(catalog->read()), repository));
    const auto other = open_catalog(impatient(url()));
    MUST(other->share("b"));

    EXPECT_EQ(after_the_daemon, 2);
    EXPECT_EQ(MUST(find_generation(MUST(catalog->read()), repository)), 2) << "it was shared already";
    save(*catalog, "value", "of one");
    save(*other, "value", "of the other");
    save(*catalog, "value", "of one again");
}

TEST_F(PostgresqlNodes, GiveAGenerationToRepositoriesThatAreOlderThanNodes) {
    const auto repository = make_repository(*catalog, "main");
    query("DELETE FROM heads");

    MUST(catalog->share("a"));

    EXPECT_EQ(MUST(find_generation(MUST(catalog->read()), repository)), 1);
}

TEST_F(PostgresqlNodes, HaveALeaseByTurns) {
    EXPECT_TRUE(take(7, "a"));
    EXPECT_TRUE(take(7, "a")) << "its own is prolonged";
    EXPECT_FALSE(take(7, "b"));
    EXPECT_TRUE(take(8, "b"));

    give_back(7, "a");

    EXPECT_TRUE(take(7, "b"));
}

TEST_F(PostgresqlNodes, TakeALeaseThatHasEnded) {
    EXPECT_TRUE(take(7, "a", no_time));
    std::this_thread::sleep_for(Milliseconds(2));

    EXPECT_TRUE(take(7, "b"));
    EXPECT_FALSE(take(7, "a"));
}

TEST_F(PostgresqlNodes, GetALeaseInTheOrderInWhichTheyWantedIt) {
    take(7, "a");
    want(7, "b");
    want(7, "c");

    give_back(7, "a");

    EXPECT_FALSE(take(7, "a")) << "though it comes first";
    EXPECT_FALSE(take(7, "c"));
    EXPECT_TRUE(take(7, "b"));
    want(7, "c");
    give_back(7, "b");
    EXPECT_TRUE(take(7, "c"));
}

TEST_F(PostgresqlNodes, RenewWhatTheyHoldAndNoMore) {
    take(7, "a", Milliseconds(5'000));
    take(8, "a", no_time);
    std::this_thread::sleep_for(Milliseconds(2));
    const std::vector<RowId> held{7, 8};

    ask([&](Connection& connection) -> Result<bool> {
        TRY(renew_leases(connection, held, "a", long_time));
        return true;
    });

    const auto leases = ask([](Connection& connection) { return all_leases(connection); });
    ASSERT_EQ(leases.size(), 1U);
    EXPECT_EQ(leases.front().repository, 7);
    EXPECT_GT(leases.front().left, Milliseconds(30'000));
}

TEST_F(PostgresqlNodes, AreReplacedByAProcessThatTakesTheirName) {
    begin(node("a", "first"));
    EXPECT_TRUE(lives(node("a", "first")));

    begin(node("a", "second"));

    EXPECT_FALSE(lives(node("a", "first")));
    EXPECT_TRUE(lives(node("a", "second")));
}

TEST_F(PostgresqlNodes, AreWaitedForWhileTheyAreReadyAndGiveSignsOfLife) {
    for (const auto* id : {"a", "b", "c"}) begin(node(id));
    for (const auto* id : {"a", "b"}) lives(node(id));  // c has only begun
    serve("a", 7, 5);
    serve("b", 7, 4);

    EXPECT_EQ(who(7, 5).serving, 1U);
    EXPECT_THAT(who(7, 5).lagging, ElementsAre("b"));
    EXPECT_THAT(who(7, 5, no_time).lagging, IsEmpty()) << "that is silent for too long";
    serve("b", 7, 6);
    EXPECT_THAT(who(7, 5).lagging, IsEmpty());
}

TEST_F(PostgresqlNodes, NeverGoBackInWhatTheyServe) {
    begin(node("a"));
    lives(node("a"));
    serve("a", 7, 5);

    serve("a", 7, 4);

    EXPECT_EQ(who(7, 5).serving, 1U);
}

TEST_F(PostgresqlNodes, NumberPacksWithoutGivingOneTwice) {
    const auto next = [&](std::int64_t behind) {
        return ask([&](Connection& connection) { return next_pack(connection, behind); });
    };

    EXPECT_EQ(next(0), 1);
    EXPECT_EQ(next(41), 42) << "packs that are older than nodes";
    EXPECT_EQ(next(0), 43);
}

TEST_F(PostgresqlNodes, AskOverAnotherConnectionWhenTheirsWasCut) {
    CuttingProxy proxy(testing::postgresql_server().port());
    SideConnection link(url_by(proxy), Milliseconds(5'000));
    const auto ask_once = [&] { return link.run([](Connection& connection) { return all_nodes(connection); }); };
    MUST(ask_once());

    proxy.cut_all();

    EXPECT_TRUE(ask_once().ok());
    EXPECT_EQ(link.times_made(), 2U);
}

TEST_F(PostgresqlNodes, GetTheirTablesInACatalogThatIsOlder) {
    catalog.reset();
    query("DROP TABLE cluster_nodes, leases, heads, served, cluster");

    catalog = open_catalog(impatient(url()));

    MUST(catalog->share("a"));
    EXPECT_THAT(ask([](Connection& connection) { return all_nodes(connection); }), IsEmpty());
}

}  // namespace
}  // namespace slipway::storage
