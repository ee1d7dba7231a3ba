// A database that two daemons were started on, or that has lost what one of them committed: neither may go on from what
// it has in memory.
#include "tests/storage/postgresql/postgresql_fixture.hpp"

namespace slipway::storage {
namespace {

using testing::CuttingProxy;
using ::testing::HasSubstr;
using testing::impatient;
using testing::open_catalog;

class PostgresqlOwner : public testing::PostgresqlTest {
protected:
    std::unique_ptr<Catalog> open(OpenMode mode = OpenMode::create_or_migrate) const {
        return open_catalog(impatient(url()), mode);
    }
    static void expect_refused(Catalog& catalog, Fault fault, const std::string& why) {
        const auto refused = catalog.write();
        EXPECT_FAULT(refused, fault);
        EXPECT_THAT(refused.error().message(), HasSubstr(why));
    }

    std::unique_ptr<Catalog> daemon = open();
};

TEST_F(PostgresqlOwner, WritesUntilAnotherTakesTheCatalogOver) {
    MUST(daemon->take_over());
    save(*daemon, "value", "of the first");
    const auto other = open();
    save(*daemon, "value", "while the other looks around");

    MUST(other->take_over());

    expect_refused(*daemon, Fault::busy, "has taken this catalog over");
    EXPECT_EQ(fact(*daemon, "value"), "while the other looks around") << "it may read";
    save(*other, "value", "of the second");
    EXPECT_EQ(fact(*daemon, "value"), "of the second");
}

TEST_F(PostgresqlOwner, LetsCommandsWriteBesideIt) {
    MUST(daemon->take_over());

    save(*open(OpenMode::as_it_is), "value", "of a command");

    save(*daemon, "value", "of the daemon");
    EXPECT_EQ(fact(*daemon, "value"), "of the daemon");
}

TEST_F(PostgresqlOwner, StaysOneWhenItsConnectionIsMadeAnew) {
    CuttingProxy proxy(testing::postgresql_server().port());
    const auto catalog = open_catalog(impatient(url_by(proxy)));
    MUST(catalog->take_over());

    proxy.cut_all();
    save(*catalog, "value", "over another connection");
    MUST(open()->take_over());
    proxy.cut_all();

    expect_refused(*catalog, Fault::busy, "has taken this catalog over");
}

TEST_F(PostgresqlOwner, NoticesThatItsLastCommitIsLost) {
    save(*daemon, "value", "before the copy");
    save(*daemon, "value", "not in the copy");

    query("UPDATE turns SET turn = turn - 1");  // as a standby has it that took over without the last commit
    query("UPDATE writers SET turn = turn - 1");

    expect_refused(*daemon, Fault::corrupt, "has lost what was committed");
    save(*open(), "value", "of one that is started again");
    expect_refused(*daemon, Fault::corrupt, "has lost what was committed");
}

TEST_F(PostgresqlOwner, NoticesThatItsFirstCommitIsLost) {
    save(*daemon, "value", "not in the copy");

    query("DELETE FROM turns");

    expect_refused(*daemon, Fault::corrupt, "has lost what was committed");
}

TEST_F(PostgresqlOwner, LosesNothingByWhatItGaveUp) {
    save(*daemon, "value", "first");
    {
        auto tx = MUST(daemon->write());
        MUST(save_fact(tx, "value", "given up"));
    }

    save(*daemon, "value", "second");

    EXPECT_EQ(fact(*daemon, "value"), "second");
}

}  // namespace
}  // namespace slipway::storage
