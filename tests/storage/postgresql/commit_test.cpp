// What becomes of a transaction whose connection, or whose server, ends while it is under way.
#include "storage/catalog/repeated_write.hpp"
#include "storage/postgresql/database_server.hpp"
#include "tests/storage/postgresql/postgresql_fixture.hpp"
#include "tests/support/comes_true.hpp"

#include <future>
#include <thread>

namespace slipway::storage {
namespace {

using testing::CuttingProxy;
using testing::impatient;
using testing::open_catalog;
using testing::postgresql_server;

class PostgresqlCommit : public testing::PostgresqlTest {
protected:
    Result<> try_to_save(const std::string& value) {
        auto tx = MUST(catalog->write());
        MUST(save_fact(tx, "value", value));
        return std::move(tx).commit();
    }
    /// What another process sees.
    std::optional<std::string> saved() { return fact(*open_catalog(impatient(url())), "value"); }

    CuttingProxy proxy{postgresql_server().port()};
    std::unique_ptr<Catalog> catalog = open_catalog(impatient(url_by(proxy)));
};

TEST_F(PostgresqlCommit, WhoseAnswerIsLostIsDurable) {
    proxy.cut(CuttingProxy::Cut::after_commit);

    EXPECT_TRUE(try_to_save("new").ok());

    EXPECT_EQ(saved(), "new");
}

TEST_F(PostgresqlCommit, ThatNeverReachesTheServerIsUndone) {
    proxy.cut(CuttingProxy::Cut::before_commit);

    EXPECT_FAULT(try_to_save("new"), Fault::busy);

    EXPECT_EQ(saved(), std::nullopt);
    EXPECT_EQ(catalog->write_counts().withdrawn, 1U);
    MUST(try_to_save("next"));
    EXPECT_EQ(saved(), "next");
}

TEST_F(PostgresqlCommit, IsTriedAgainWithAllItsWorkWhereTheConnectionWasLost) {
    proxy.cut(CuttingProxy::Cut::before_commit);
    int attempts = 0;

    MUST(write_repeatedly(*catalog,
                          [&](WriteTransaction& tx) { return save_fact(tx, "value", std::to_string(++attempts)); }));

    EXPECT_EQ(attempts, 2);
    EXPECT_EQ(saved(), "2");
}

TEST_F(PostgresqlCommit, IsDurableThoughOthersCommitBeforeItIsAskedFor) {
    proxy.cut(CuttingProxy::Cut::after_commit);
    auto tx = MUST(catalog->write());
    MUST(save_fact(tx, "value", "new"));
    std::thread other([&] { save(*open_catalog(impatient(url())), "other", "x"); });

    EXPECT_TRUE(std::move(tx).commit().ok());
    other.join();

    EXPECT_EQ(saved(), "new");
}

TEST_F(PostgresqlCommit, IsFoundHoweverManyTurnsOthersHaveHadBeforeItIsAskedFor) {
    proxy.cut(CuttingProxy::Cut::after_commit, [this] {
        query("UPDATE writers SET turn = 99999");
        save(*open_catalog(impatient(url())), "other", "at the turn that forgets old ones");
    });

    EXPECT_TRUE(try_to_save("new").ok());

    EXPECT_EQ(query("SELECT turn FROM writers"), "100000");
    EXPECT_EQ(saved(), "new");
}

TEST_F(PostgresqlCommit, IsAnsweredWhenASynchronousStandbyHasItAlsoAfterACrash) {
    const std::string nobody = "synchronous_standby_names=nobody";
    const auto is_waited_for = [this] {
        return query("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") == "1";
    };
    auto settings = impatient(url_by(proxy));
    settings.settle_within = std::chrono::minutes(10);  // three starts of the server on a busy machine
    catalog = open_catalog(settings);
    postgresql_server().crash();
    postgresql_server().start(nobody);
    auto committed = std::async(std::launch::async, [&] { return try_to_save("new"); });
    const auto is_answered = [&] { return committed.wait_for(std::chrono::seconds(0)) == std::future_status::ready; };

    EXPECT_TRUE(testing::comes_true(is_waited_for));
    EXPECT_FALSE(is_answered());
    postgresql_server().crash();
    postgresql_server().start(nobody);
    EXPECT_TRUE(testing::comes_true(is_waited_for)) << "what a crash has ended";
    EXPECT_FALSE(is_answered());
    postgresql_server().crash();
    postgresql_server().start();

    EXPECT_TRUE(committed.get().ok());
    EXPECT_EQ(saved(), "new");
}

TEST_F(PostgresqlCommit, IsFoundByTheServerThatStartsAgain) {
    proxy.cut(CuttingProxy::Cut::after_commit, [] { postgresql_server().crash(); });
    auto committed = std::async(std::launch::async, [&] { return try_to_save("new"); });
    while (proxy.is_to_cut()) std::this_thread::sleep_for(std::chrono::milliseconds(1));

    postgresql_server().start();

    EXPECT_TRUE(committed.get().ok());
    EXPECT_EQ(saved(), "new");
}

TEST_F(PostgresqlCommit, IsUndoneWithTheServerThatHasNotDoneIt) {
    proxy.cut(CuttingProxy::Cut::before_commit, [] { postgresql_server().crash(); });
    auto committed = std::async(std::launch::async, [&] { return try_to_save("new"); });
    while (proxy.is_to_cut()) std::this_thread::sleep_for(std::chrono::milliseconds(1));

    postgresql_server().start();

    EXPECT_FAULT(committed.get(), Fault::busy);
    EXPECT_EQ(saved(), std::nullopt);
    MUST(try_to_save("next"));
}

TEST_F(PostgresqlCommit, OfWhichNothingCanBeKnownEndsTheProcess) {
    auto settings = impatient(url_by(proxy));
    settings.settle_within = std::chrono::milliseconds(100);
    catalog = open_catalog(settings);
    proxy.cut(CuttingProxy::Cut::after_commit, [&] { proxy.refuse(); });

    EXPECT_EXIT([[maybe_unused]] const auto never = try_to_save("new"),
                ::testing::ExitedWithCode(Catalog::exit_unknown_outcome), "cannot be known");
}

TEST_F(PostgresqlCommit, CountsTheCallsItTakesAndThoseThatWereLost) {
    const auto before = catalog->call_counts();

    MUST(try_to_save("new"));
    EXPECT_GE(catalog->call_counts().statements.answered, before.statements.answered + 2);
    EXPECT_EQ(catalog->call_counts().statements.lost, 0U);

    proxy.cut(CuttingProxy::Cut::after_commit);
    MUST(try_to_save("newer"));
    EXPECT_EQ(catalog->call_counts().statements.lost, 1U);
    EXPECT_GT(catalog->call_counts().connecting.answered, before.connecting.answered);
}

class PostgresqlTransaction : public testing::PostgresqlTest {};

TEST_F(PostgresqlTransaction, IsHadAgainASecondAfterTheServerHasComeBack) {
    DatabaseServer server(impatient(url()));
    postgresql_server().crash();
    EXPECT_FAULT(server.connect(), Fault::busy);

    postgresql_server().start();
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));

    EXPECT_TRUE(server.connect().ok());
}

TEST_F(PostgresqlTransaction, ForgetsWritersOfLastYear) {
    query("INSERT INTO turns VALUES ('of last year', 1, extract(epoch FROM now()) - 366 * 86400)");
    query("INSERT INTO turns VALUES ('of today', 2)");
    query("UPDATE writers SET turn = 99");

    save(*open_catalog(impatient(url())), "value", "at the hundredth turn");

    EXPECT_EQ(query("SELECT writer FROM turns WHERE writer LIKE 'of %'"), "of today");
}

TEST_F(PostgresqlTransaction, WhoseServerEndsHasNotHappened) {
    const auto catalog = open_catalog(impatient(url()));
    {
        auto tx = MUST(catalog->write());
        MUST(save_fact(tx, "value", "given up"));
        postgresql_server().crash();
        postgresql_server().start();

        EXPECT_FAULT(find_fact(tx, "value"), Fault::busy);
        EXPECT_FALSE(save_fact(tx, "value", "alone").ok()) << "it would be a transaction of its own";
        EXPECT_FALSE(std::move(tx).commit().ok());
    }

    EXPECT_EQ(fact(*catalog, "value"), std::nullopt);
    save(*catalog, "value", "next");
    EXPECT_EQ(fact(*catalog, "value"), "next");
}

TEST_F(PostgresqlTransaction, OfAReaderEndsWithItsConnectionAndTheNextHasANewOne) {
    CuttingProxy proxy(postgresql_server().port());
    const auto catalog = open_catalog(impatient(url_by(proxy)));
    {
        const auto tx = MUST(catalog->read());
        proxy.cut_all();

        EXPECT_FAULT(find_fact(tx, "value"), Fault::busy);
    }

    EXPECT_EQ(fact(*catalog, "value"), std::nullopt);
}

TEST_F(PostgresqlTransaction, BeginsAnewOnAConnectionThatWasLostWhileNobodyUsedIt) {
    CuttingProxy proxy(postgresql_server().port());
    const auto catalog = open_catalog(impatient(url_by(proxy)));
    save(*catalog, "value", "before");
    EXPECT_EQ(fact(*catalog, "value"), "before");

    proxy.cut_all();

    EXPECT_EQ(fact(*catalog, "value"), "before");
    save(*catalog, "value", "after");
    EXPECT_EQ(fact(*catalog, "value"), "after");
}

TEST_F(PostgresqlTransaction, OfAReaderWhoseTimeIsOverWaitsForNoServerThatStandsStill) {
    CuttingProxy proxy(postgresql_server().port());
    const auto catalog = open_catalog(impatient(url_by(proxy)));
    const auto tx = MUST(catalog->read(TimeLimit(std::chrono::milliseconds(500))));
    const auto begun = std::chrono::steady_clock::now();

    proxy.stand_still();

    EXPECT_FAULT(find_fact(tx, "value"), Fault::busy);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(60)) << "half of what others wait";
}

TEST_F(PostgresqlTransaction, DoesNotWaitForEverForAServerThatStandsStill) {
    CuttingProxy proxy(postgresql_server().port());
    auto settings = impatient(url_by(proxy));
    settings.answer_within = std::chrono::milliseconds(100);
    const auto catalog = open_catalog(settings);
    const auto tx = MUST(catalog->read());

    proxy.stand_still();

    EXPECT_FAULT(find_fact(tx, "value"), Fault::busy);
    EXPECT_FAULT(catalog->read(), Fault::busy);
}

}  // namespace
}  // namespace slipway::storage
