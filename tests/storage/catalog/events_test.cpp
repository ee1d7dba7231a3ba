#include "storage/catalog/events.hpp"

#include "storage/catalog/sqlite.hpp"
#include "tests/storage/catalog/catalog_fixture.hpp"

namespace slipway::storage {
namespace {

using testing::at;
using testing::CatalogTest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class Events : public CatalogTest {
protected:
    void append(const std::string& action) {
        auto tx = write();
        MUST(append_event(tx, {.time = at(1), .action = action, .actor = "ci (#3)", .details = "{}"}));
        commit(std::move(tx));
    }
    /// What somebody does to the file behind the catalog's back.
    void tamper(const std::string& sql) {
        const auto connection = MUST(SqliteConnection::open(file(), Access::read_write));
        MUST(connection->run_script("DROP TRIGGER events_are_never_changed; DROP TRIGGER events_are_never_deleted;"));
        MUST(connection->run_script(sql));
    }
    std::string missing_head(const AuditHead& head) {
        const auto checked = check_audit_head(read(), head);
        return checked.ok() ? "" : checked.error().message();
    }
    std::string broken_chain() {
        const auto checked = check_event_chain(read());
        return checked.ok() ? "" : checked.error().message();
    }
};

TEST_F(Events, FormAChain) {
    append("upload");
    append("remove");

    const auto log = MUST(events(read(), {}));

    ASSERT_THAT(log, SizeIs(2));
    EXPECT_EQ(log[0].previous_hash, Sha256{});
    EXPECT_EQ(log[1].previous_hash, log[0].hash);
    EXPECT_EQ(log[1].id, 2);
    EXPECT_EQ(broken_chain(), "");
}

TEST_F(Events, AreFilteredByRepositoryAndContinuedAfterAnId) {
    append("upload");
    auto tx = write();
    MUST(append_event(tx, {.action = "create", .repository = "main"}));
    commit(std::move(tx));

    EXPECT_EQ(MUST(events(read(), {.repository = "main"})).at(0).id, 2);
    EXPECT_EQ(MUST(events(read(), {.after = 1})).at(0).id, 2);
    EXPECT_THAT(MUST(events(read(), {.limit = 1})), SizeIs(1));
}

TEST_F(Events, CannotBeChangedOrDeletedByMistake) {
    append("upload");

    auto tx = write();

    EXPECT_FALSE(tx.connection().run_script("UPDATE events SET actor = 'x'").ok());
    EXPECT_FALSE(tx.connection().run_script("DELETE FROM events").ok());
}

TEST_F(Events, AChangedEventBreaksTheChainThere) {
    append("upload");
    append("remove");

    tamper("UPDATE events SET actor = 'nobody' WHERE id = 2");

    EXPECT_THAT(broken_chain(), HasSubstr("event 2 does not have the hash of its content"));
}

TEST_F(Events, ATextMovedToItsNeighbourBreaksTheChain) {
    append("upload");

    tamper("UPDATE events SET action = 'uploadci', actor = ' (#3)'");

    EXPECT_THAT(broken_chain(), HasSubstr("event 1 does not have the hash of its content"));
}

TEST_F(Events, AMissingEventBreaksTheChain) {
    append("upload");
    append("remove");
    append("promote");

    tamper("DELETE FROM events WHERE id = 2");

    EXPECT_THAT(broken_chain(), HasSubstr("event 3 does not follow event 1"));
}

TEST_F(Events, HaveAHeadThatStandsForAllBeforeIt) {
    const auto none = MUST(audit_head(read()));
    append("upload");
    const auto first = MUST(audit_head(read()));
    append("remove");

    EXPECT_EQ(none, AuditHead{});
    EXPECT_EQ(first.number, 1);
    EXPECT_EQ(first.hash, MUST(events(read(), {})).at(0).hash);
    for (const auto& head : {none, first, MUST(audit_head(read()))}) EXPECT_EQ(missing_head(head), "");
}

TEST_F(Events, CutOffOrWrittenAnewLackTheirFormerHead) {
    append("upload");
    append("remove");
    const auto head = MUST(audit_head(read()));

    tamper("DELETE FROM events WHERE id = 2");
    EXPECT_EQ(broken_chain(), "") << "the chain alone does not tell";
    EXPECT_THAT(missing_head(head), HasSubstr("the audit log ends with event 1: event 2 was cut off"));

    append("promote");
    EXPECT_EQ(broken_chain(), "");
    EXPECT_THAT(missing_head(head), HasSubstr("instead of " + head.hash.hex() + ": the log was written anew"));
}

TEST_F(Events, ReachTheObserverWhenTheyAreDurableAndOnlyThen) {
    std::vector<std::string> observed;
    catalog->observe_events([&](const EventRow& event) {
        EXPECT_EQ(MUST(audit_head(read())).number, event.id);
        observed.push_back(event.action + " " + std::to_string(event.id));
    });

    append("upload");
    {
        auto given_up = write();
        MUST(append_event(given_up, {.action = "remove"}));
    }
    append("promote");

    EXPECT_THAT(observed, ElementsAre("upload 1", "promote 2"));
}

TEST(AuditHead, IsReadAsItIsWritten) {
    const AuditHead head{17, sha256_of("x")};

    EXPECT_EQ(MUST(AuditHead::parse(head.render())), head);
    EXPECT_EQ(head.render(), "17:" + sha256_of("x").hex());
    for (const auto* bad : {"", "17", "17:", ":", "17:12", "x:", "-1:"})
        EXPECT_FAULT(AuditHead::parse(bad), Fault::invalid_input);
}

}  // namespace
}  // namespace slipway::storage
