#include "storage/catalog/migrations.hpp"
#include "storage/catalog/publications.hpp"
#include "storage/catalog/revisions.hpp"
#include "storage/catalog/sqlite.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "tests/storage/catalog/catalog_fixture.hpp"

#include <thread>

namespace slipway::storage {
namespace {

using testing::CatalogTest;
using ::testing::HasSubstr;

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
