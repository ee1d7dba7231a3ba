// The log of a catalog whose syncs fail. What a restart would find is asked of a copy of the files without the index in
// shared memory: so a crash leaves them.
#include "storage/catalog/write_ahead_log.hpp"

#include "storage/catalog/events.hpp"
#include "storage/catalog/publications.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "tests/storage/catalog/catalog_fixture.hpp"
#include "tests/support/failing_log.hpp"

#include <cerrno>

namespace slipway::storage {
namespace {

using testing::at;
using testing::FailingLog;
using ::testing::HasSubstr;

class FailingCommit : public testing::CatalogTest {
protected:
    FailingCommit() {
        MUST(append("before"));
        catalog->observe_events([this](const EventRow& event) { told.push_back(event.action); });
    }

    Result<> append(const std::string& action) {
        auto tx = write();
        TRY(append_event(tx, {.time = at(1000), .action = action}));
        return std::move(tx).commit();
    }

    /// The catalog as a start after a crash at this moment finds it.
    std::unique_ptr<Catalog> after_a_crash() {
        const Path crashed = directory.path() / ("crashed" + std::to_string(++crashes));
        std::filesystem::create_directory(crashed);
        for (const char* name : {"slipway.db", "slipway.db-wal"})
            std::filesystem::copy_file(directory.path() / name, crashed / name);
        return MUST(SqliteCatalog::open(crashed / "slipway.db"));
    }
    static AuditHead head_of(const Catalog& asked) {
        const auto tx = MUST(asked.read());
        return MUST(audit_head(tx));
    }

    FailingLog log;
    std::vector<std::string> told;
    int crashes = 0;
};

TEST_F(FailingCommit, IsNotFoundByAnyRestart) {
    const auto before = head_of(*catalog);
    log.fail_syncs(1);

    EXPECT_FAULT(append("lost"), Fault::io);

    EXPECT_EQ(head_of(*catalog), before);
    EXPECT_EQ(head_of(*after_a_crash()), before);
    EXPECT_EQ(catalog->write_counts().withdrawn, 1U);
}

TEST_F(FailingCommit, IsNotFoundAfterLaterOnesEither) {
    log.fail_syncs(1);
    EXPECT_FAULT(append("lost"), Fault::io);
    MUST(append("after"));

    const auto crashed = after_a_crash();

    EXPECT_EQ(head_of(*crashed), head_of(*catalog));
    EXPECT_TRUE(crashed->check().ok());
    const auto tx = MUST(crashed->read());
    EXPECT_TRUE(check_event_chain(tx).ok());
}

TEST_F(FailingCommit, IsNotFoundWhereItIsTheFirstOfALog) {
    MUST(catalog->fold_log());
    const auto before = head_of(*catalog);
    log.fail_syncs(1);

    EXPECT_FAULT(append("lost"), Fault::io);

    EXPECT_EQ(head_of(*after_a_crash()), before);
    MUST(append("after"));
    EXPECT_EQ(head_of(*after_a_crash()), head_of(*catalog));
}

TEST_F(FailingCommit, IsToldToNobody) {
    log.fail_syncs(1);
    EXPECT_FAULT(append("lost"), Fault::io);
    MUST(append("after"));

    EXPECT_THAT(told, ::testing::ElementsAre("after"));
}

TEST_F(FailingCommit, LeavesOtherProcessesAndEarlierReadersAsTheyWere) {
    const auto reader = read();
    const auto other = MUST(SqliteCatalog::open(file()));
    const auto before = head_of(*catalog);
    log.fail_syncs(1);

    EXPECT_FAULT(append("lost"), Fault::io);

    EXPECT_EQ(MUST(audit_head(reader)), before);
    EXPECT_EQ(head_of(*other), before);
}

TEST_F(FailingCommit, EndsTheProcessWhereItCannotBeWithdrawn) {
    log.fail_syncs(FailingLog::always);

    EXPECT_EXIT(static_cast<void>(append("lost").ok()), ::testing::ExitedWithCode(Catalog::exit_unknown_outcome),
                "cannot be known: .*disk I/O error; and withdrawing it: .*disk I/O error");
}

TEST_F(FailingCommit, NamesItsEventsBeforeTheProcessEnds) {
    catalog->observe_unknown_outcome([](const Error&, const std::vector<EventRow>& events) {
        std::fprintf(stderr, "unknown: %s\n", events.front().action.c_str());
    });
    log.fail_syncs(FailingLog::always);

    EXPECT_EXIT(static_cast<void>(append("lost").ok()), ::testing::ExitedWithCode(74), "unknown: lost");
}

TEST_F(FailingCommit, WithoutRoomIsUndoneAndNeedsNoRoom) {
    const auto before = head_of(*catalog);
    log.fail_writes(FailingLog::always, ENOSPC);

    EXPECT_FAULT(append("lost"), Fault::storage_full);

    EXPECT_EQ(head_of(*after_a_crash()), before);
    EXPECT_EQ(catalog->write_counts().withdrawn, 0U);
}

TEST_F(FailingCommit, WhoseWriteFailedIsWithdrawn) {
    const auto before = head_of(*catalog);
    log.fail_writes(1, EIO);

    EXPECT_FAULT(append("lost"), Fault::io);

    EXPECT_EQ(head_of(*after_a_crash()), before);
}

TEST_F(FailingCommit, IsFollowedByOthersOnTheSameConnections) {
    log.fail_syncs(1);
    EXPECT_FAULT(append("lost"), Fault::io);

    MUST(append("after"));

    EXPECT_EQ(head_of(*catalog).number, 2);
}

class CatalogLog : public FailingCommit {};

TEST_F(CatalogLog, IsDurableBeforeAnybodyReadsWhatWasFoundInIt) {
    const int before = FailingLog::syncs();

    const auto crashed = after_a_crash();

    EXPECT_EQ(FailingLog::syncs(), before + 1);
    EXPECT_EQ(head_of(*crashed), head_of(*catalog));
}

TEST_F(CatalogLog, ThatCannotBeMadeDurableIsNotOpened) {
    log.fail_syncs(1);

    const auto opened = SqliteCatalog::open(file());

    EXPECT_FAULT(opened, Fault::io);
    EXPECT_THAT(opened.error().message(), HasSubstr("making the catalog's log durable"));
}

TEST_F(CatalogLog, OfSomebodyWhoWritesIsHisToSecure) {
    const auto writing = write();
    log.fail_syncs(FailingLog::always);

    EXPECT_TRUE(SqliteCatalog::open(file()).ok());
}

class NewestEvents : public testing::CatalogTest {
protected:
    void commit_at(std::int64_t second, const std::vector<std::string>& actions) {
        auto tx = write();
        for (const auto& action : actions) MUST(append_event(tx, {.time = at(second++), .action = action}));
        MUST(std::move(tx).commit());
    }
    std::vector<std::string> names() {
        std::vector<std::string> found;
        for (const auto& event : MUST(newest_events(read()))) found.push_back(event.action);
        return found;
    }
};

TEST_F(NewestEvents, AreThoseOfTheLastTransaction) {
    commit_at(1000, {"one"});
    commit_at(2000, {"two", "three"});

    EXPECT_THAT(names(), ::testing::ElementsAre("two", "three"));
}

TEST_F(NewestEvents, OfATransactionBearOneTimeWhateverTheyCameWith) {
    commit_at(1000, {"one", "two", "three"});

    for (const auto& event : MUST(newest_events(read()))) EXPECT_EQ(event.time, at(1000));
    EXPECT_TRUE(check_event_chain(read()).ok());
}

TEST_F(NewestEvents, AreAllWhileThereIsOneTransactionAndNoneWithoutAny) {
    EXPECT_THAT(names(), ::testing::IsEmpty());

    commit_at(1000, {"one"});

    EXPECT_THAT(names(), ::testing::ElementsAre("one"));
}

class SelfEndedTransaction : public testing::CatalogTest {
protected:
    /// SQLite rolls it back when a page cannot be had.
    WriteTransaction one_that_failed() {
        auto tx = write();
        MUST(tx.connection().run_script("PRAGMA max_page_count = 1"));
        EXPECT_FAULT(save_fact(tx, "large", std::string(100'000, 'x')), Fault::storage_full);
        EXPECT_FALSE(tx.connection().in_transaction());
        MUST(tx.connection().run_script("PRAGMA max_page_count = 1000000"));
        return tx;
    }
};

TEST_F(SelfEndedTransaction, RefusesEveryFurtherStatement) {
    auto tx = one_that_failed();

    EXPECT_FAULT(save_fact(tx, "url", "on its own"), Fault::io);
    EXPECT_FAULT(find_fact(tx, "url"), Fault::io);
    EXPECT_FAULT(std::move(tx).commit(), Fault::io);

    EXPECT_EQ(MUST(find_fact(read(), "url")), std::nullopt);
}

TEST_F(SelfEndedTransaction, LeavesTheConnectionToTheNextOne) {
    static_cast<void>(one_that_failed());

    auto tx = write();
    MUST(save_fact(tx, "url", "kept"));
    MUST(std::move(tx).commit());

    EXPECT_EQ(MUST(find_fact(read(), "url")), "kept");
}

}  // namespace
}  // namespace slipway::storage
