#include "storage/catalog/migrations.hpp"
#include "storage/catalog/publications.hpp"
#include "storage/catalog/revisions.hpp"
#include "storage/catalog/snapshots.hpp"
#include "storage/catalog/sqlite.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "tests/storage/catalog/catalog_fixture.hpp"

#include <array>
#include <thread>

namespace slipway::storage {
namespace {

using testing::CatalogTest;
using ::testing::HasSubstr;
using testing::TempDir;

class Transactions : public CatalogTest {};
class CatalogCopy : public CatalogTest {};
class CatalogOpening : public CatalogTest {};
class CatalogStop : public CatalogTest {};

/// What somebody does to the file behind the catalog's back.
void run(const Path& file, const std::string& sql) {
    const auto connection = MUST(SqliteConnection::open(file, Access::create));
    MUST(connection->run_script(sql));
}

TEST_F(Transactions, WhatWasCommittedIsThereAfterReopening) {
    auto tx = write();
    MUST(save_fact(tx, "url", "https://example.org"));
    MUST(std::move(tx).commit());

    reopen();

    EXPECT_EQ(MUST(find_fact(read(), "url")), "https://example.org");
}

TEST_F(Transactions, WhatWasNotCommittedIsRolledBack) {
    {
        auto tx = write();
        MUST(save_fact(tx, "url", "https://example.org"));
        EXPECT_EQ(MUST(find_fact(tx, "url")), "https://example.org");
    }

    EXPECT_EQ(MUST(find_fact(read(), "url")), std::nullopt);
    EXPECT_EQ(MUST(find_fact(write(), "url")), std::nullopt);
}

TEST_F(Transactions, AReaderWhoseTimeIsOverReadsNothingMore) {
    const auto late = MUST(catalog->read(TimeLimit(std::chrono::milliseconds(500))));
    std::this_thread::sleep_for(std::chrono::milliseconds(500));

    const auto found = find_fact(late, "url");

    EXPECT_FAULT(found, Fault::busy);
    EXPECT_EQ(found.error().code(), "took-too-long");
}

TEST_F(Transactions, AReaderWhoseTimeIsOverIsInterruptedInTheMiddleOfAStatement) {
    const auto reader = MUST(catalog->read(TimeLimit(std::chrono::milliseconds(500))));

    const auto counted = execute(reader.connection(),
                                 "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers)"
                                 " SELECT count(*) FROM numbers");

    EXPECT_FAULT(counted, Fault::busy);
    EXPECT_EQ(counted.error().code(), "took-too-long");
}

TEST_F(Transactions, TheTimeOfAReaderIsNotThatOfTheNext) {
    EXPECT_FAULT(catalog->read(TimeLimit(std::chrono::seconds(0))), Fault::busy);

    EXPECT_EQ(MUST(find_fact(read(), "url")), std::nullopt);
}

TEST_F(Transactions, AReaderSeesTheStateOfItsBeginning) {
    const auto before = read();

    auto tx = write();
    MUST(save_fact(tx, "url", "new"));
    MUST(std::move(tx).commit());

    EXPECT_EQ(MUST(find_fact(before, "url")), std::nullopt);
    EXPECT_EQ(MUST(find_fact(read(), "url")), "new");
}

TEST_F(Transactions, ASecondWriterWaitsForTheFirst) {
    auto first = write();
    MUST(save_fact(first, "turn", "first"));
    std::optional<std::string> seen;

    std::thread second([&] { seen = MUST(find_fact(write(), "turn")); });
    MUST(std::move(first).commit());
    second.join();

    EXPECT_EQ(seen, "first");
}

TEST_F(Transactions, AnotherProcessesWritesAreSeen) {
    const auto other = MUST(SqliteCatalog::open(file()));
    auto tx = MUST(other->write());
    MUST(save_fact(tx, "by", "the other"));
    MUST(std::move(tx).commit());

    EXPECT_EQ(MUST(find_fact(read(), "by")), "the other");
}

TEST_F(Transactions, AConflictLeavesTheTransactionUsable) {
    auto tx = write();

    EXPECT_FAULT(save_repository(tx, {.name = "main"}), Fault::conflict);
    MUST(save_fact(tx, "url", "kept"));
    MUST(std::move(tx).commit());

    EXPECT_EQ(MUST(find_fact(read(), "url")), "kept");
}

TEST_F(CatalogCopy, IsConsistentWhileOthersWrite) {
    auto tx = write();
    MUST(save_fact(tx, "url", "not committed"));

    MUST(catalog->copy_to(directory.path() / "copy.db"));

    const auto copy = MUST(SqliteCatalog::open(directory.path() / "copy.db"));
    const auto copied = MUST(copy->read());
    EXPECT_EQ(MUST(all_repositories(copied)).size(), 1U);
    EXPECT_EQ(MUST(find_fact(copied, "url")), std::nullopt);
    EXPECT_TRUE(copy->check().ok());
}

TEST_F(CatalogCopy, NeverOverwritesAFile) {
    EXPECT_FAULT(catalog->copy_to(directory.write("copy.db", "precious")), Fault::conflict);
}

TEST_F(CatalogOpening, MakesAFileOnlyItsOwnerReads) {
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(file()).permissions(), perms::owner_read | perms::owner_write);
}

TEST_F(CatalogOpening, ReadOnlyRefusesToWrite) {
    const auto reader = MUST(SqliteCatalog::open(file(), OpenMode::read_only));

    EXPECT_FAULT(reader->write(), Fault::unsupported);
    EXPECT_TRUE(reader->read().ok());
}

TEST_F(CatalogOpening, ReadOnlyNeedsTheFile) {
    EXPECT_FAULT(SqliteCatalog::open(directory.path() / "none.db", OpenMode::read_only), Fault::not_found);
}

TEST_F(CatalogOpening, BesideAnotherProcessLeavesItsSchemaAlone) {
    catalog.reset();
    const auto older = std::to_string(all_migrations().back().version - 1);
    run(file(), "PRAGMA user_version = " + older);

    EXPECT_FAULT(SqliteCatalog::open(file(), OpenMode::as_it_is), Fault::unsupported);
    EXPECT_FAULT(SqliteCatalog::open(file(), OpenMode::read_only), Fault::unsupported);
}

TEST_F(CatalogOpening, BesideAnotherProcessCanWrite) {
    EXPECT_TRUE(MUST(SqliteCatalog::open(file(), OpenMode::as_it_is))->write().ok());
}

/// A second channel, which got its second revision by an upload into the first; as version 2 of the schema had it.
constexpr const char* revision_without_cause = R"(
INSERT INTO channels VALUES (2, 1, 'stable', 1, 0, NULL, NULL);
INSERT INTO events VALUES (1, 100, 'repository.create', 'admin', '', 'main', '', '', zeroblob(32), zeroblob(32)),
                          (2, 200, 'upload', 'ci', '', 'main', 'dev', '', zeroblob(32), zeroblob(32)),
                          (3, 300, 'upload', 'ci', '', 'main', 'dev', '', zeroblob(32), zeroblob(32));
INSERT INTO revisions VALUES (2, 1, 100, zeroblob(32), 0), (2, 2, 200, zeroblob(32), 0);
INSERT INTO revision_changes VALUES (2, 1, 0, 1, 'create', 'admin', '', 0, 0);
PRAGMA user_version = 2;
)";

TEST_F(CatalogOpening, GivesRevisionsWithoutACauseTheEventThatMadeThem) {
    catalog.reset();
    run(file(), revision_without_cause);
    {
        const auto connection = MUST(SqliteConnection::open(file(), Access::create));
        MUST(migrate(*connection, all_migrations().first(3)));
        MUST(connection->run_script("PRAGMA user_version = " + std::to_string(all_migrations().back().version)));
    }

    reopen();

    const auto second = MUST(find_revision(read(), 2, 2)).value();
    ASSERT_EQ(second.changes.size(), 1U);
    EXPECT_EQ(second.changes[0].cause, Cause::settings);
    EXPECT_EQ(second.changes[0].actor, "ci");
    EXPECT_EQ(second.changes[0].event, 2);
    EXPECT_EQ(MUST(find_revision(read(), 2, 1)).value().changes.size(), 1U);
}

TEST_F(CatalogOpening, RefusesANewerSchema) {
    catalog.reset();
    run(file(), "PRAGMA user_version = 99");

    const auto opened = SqliteCatalog::open(file());

    EXPECT_FAULT(opened, Fault::unsupported);
    EXPECT_THAT(opened.error().message(), HasSubstr("schema version 99"));
}

TEST_F(CatalogOpening, RefusesTheDatabaseOfAnotherProgram) {
    const Path other = directory.path() / "other.db";
    run(other, "CREATE TABLE theirs (x)");

    EXPECT_FAULT(SqliteCatalog::open(other), Fault::unsupported);
}

TEST_F(CatalogOpening, RefusesWhatIsNoDatabase) {
    EXPECT_FAULT(SqliteCatalog::open(directory.write("text.db", std::string(5000, 'x'))), Fault::corrupt);
}

TEST_F(CatalogOpening, TheCheckFindsNothingInAHealthyCatalog) { EXPECT_TRUE(catalog->check().ok()); }

TEST(Migrations, RunFromAnyOlderVersionInOrder) {
    const TempDir directory;
    const auto connection = MUST(SqliteConnection::open(directory.path() / "a.db", Access::create));
    const std::array first = {Migration{1, "CREATE TABLE a (x)"}};
    const std::array both = {first[0], Migration{2, "ALTER TABLE a ADD COLUMN y"}};

    MUST(migrate(*connection, first));
    MUST(migrate(*connection, both));
    MUST(migrate(*connection, both));

    EXPECT_EQ(MUST(schema_version(*connection)), 2);
    EXPECT_TRUE(connection->run_script("SELECT x, y FROM a").ok());
    EXPECT_FAULT(check_schema(*connection, first), Fault::unsupported);
}

TEST(Migrations, AFailingOneLeavesTheDatabaseAsItWas) {
    const TempDir directory;
    const auto connection = MUST(SqliteConnection::open(directory.path() / "a.db", Access::create));
    const std::array broken = {Migration{1, "CREATE TABLE a (x); CREATE TABLE a (x)"}};

    const auto migrated = migrate(*connection, broken);

    EXPECT_THAT(migrated.error().message(), HasSubstr("migrating the catalog to version 1"));
    EXPECT_EQ(MUST(schema_version(*connection)), 0);
}

/// What versions before 8 of the schema had of a deb distro and an rpm distro.
constexpr const char* indexes_without_kinds = R"(
INSERT INTO repositories VALUES (1, 'main', '', '', 0, NULL, NULL);
INSERT INTO distros VALUES (1, 1, 'bookworm', 'deb', '', 1), (2, 1, 'el9', 'rpm', 'gz', 1);
INSERT INTO channels VALUES (1, 1, 'dev', 1, 0, NULL, NULL);
INSERT INTO revisions VALUES (1, 1, 100, zeroblob(32), 2);
INSERT INTO revision_lists VALUES (1, 1, 1, 'main', 'amd64', zeroblob(32), 1), (1, 1, 2, '', 'x86_64', zeroblob(32), 1);
INSERT INTO index_files VALUES
    (1, 1, 1, 'main', 'amd64', 'Packages', 'xz', '1/main', zeroblob(32), 10, zeroblob(32), 100, NULL),
    (2, 1, 2, '', 'x86_64', 'other', 'gz', '1', zeroblob(32), 10, zeroblob(32), 100, NULL);
INSERT INTO snapshots VALUES (1, 1, 2, '', 0);
INSERT INTO snapshot_files VALUES (1, 1, 2, '', 'x86_64', 'other', 'gz', '1', zeroblob(32), 10, zeroblob(32), 100);
)";

TEST(Migrations, GiveEveryListAndFileTheKindThatItsFormatHad) {
    const TempDir directory;
    {
        const auto connection = MUST(SqliteConnection::open(directory.path() / "a.db", Access::create));
        MUST(migrate(*connection, all_migrations().first(7)));
        MUST(connection->run_script(indexes_without_kinds));
    }
    const auto catalog = MUST(SqliteCatalog::open(directory.path() / "a.db"));
    const auto tx = MUST(catalog->read());
    const IndexKey of_deb{1, Document::packages, "main", "amd64"};
    const IndexKey of_rpm{2, Document::primary, "", "x86_64"};

    const auto lists = MUST(find_revision(tx, 1, 1)).value().lists;
    const auto files = MUST(current_index_files(tx, 1));

    EXPECT_EQ(lists, (std::vector<ListRow>{{of_deb, Sha256{}, 1}, {of_rpm, Sha256{}, 1}}));
    ASSERT_EQ(files.size(), 2U);
    EXPECT_EQ(files[0].index, of_deb);
    EXPECT_EQ(files[1].index, of_rpm);
    EXPECT_EQ(MUST(find_snapshot(tx, 1, 1, 2)).value().files.at(0).index, of_rpm);
    EXPECT_TRUE(catalog->check().ok());
}

TEST_F(CatalogStop, LeavesTheDatabaseWholeByItself) {
    const Path log = directory.path() / "slipway.db-wal";
    auto tx = write();
    MUST(save_fact(tx, "kept", "yes"));
    commit(std::move(tx));
    { const auto reader = read(); }

    MUST(catalog->fold_log());
    EXPECT_EQ(std::filesystem::file_size(log), 0U);
    catalog.reset();

    EXPECT_FALSE(std::filesystem::exists(log));
    std::filesystem::copy_file(file(), directory.path() / "alone.db");
    const auto alone = MUST(SqliteCatalog::open(directory.path() / "alone.db"));
    const auto alone_read = MUST(alone->read());
    EXPECT_EQ(MUST(find_fact(alone_read, "kept")), "yes");
}

}  // namespace
}  // namespace slipway::storage
