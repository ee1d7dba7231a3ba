#include "storage/catalog/migrations.hpp"

#include "storage/catalog/publications.hpp"
#include "storage/catalog/revisions.hpp"
#include "storage/catalog/snapshots.hpp"
#include "storage/catalog/sqlite.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <array>
#include <string>
#include <vector>

namespace slipway::storage {
namespace {

using ::testing::HasSubstr;
using testing::TempDir;

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

}  // namespace
}  // namespace slipway::storage
