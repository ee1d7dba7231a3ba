// Text of packages is bytes: Latin-1 in a summary, a NUL in a field, none of which PostgreSQL's TEXT takes.
#include "storage/catalog/events.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/pool_names.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "storage/catalog/taken_versions.hpp"
#include "tests/storage/catalog/catalog_fixture.hpp"
#include "tests/storage/postgresql/postgresql_fixture.hpp"

namespace slipway::storage {
namespace {

using testing::a_package;
using testing::RowTest;
using testing::TempDir;

class PostgresqlBytes : public RowTest {
protected:
    static PackageRow latin1_package(RowId repository) {
        auto package = a_package(repository);
        package.summary =
            "Gr\xfc\xdf"
            "e";
        package.source = std::string("a\0b", 3);
        package.version = "1.0\xff";
        package.file_name = "\xe9t\xe9.deb";
        return package;
    }
};

TEST_F(PostgresqlBytes, OfAPackageComeBack) {
    const auto package = latin1_package(main.id);
    auto tx = write();
    MUST(insert_package(tx, package));
    MUST(insert_pool_name(tx, {.distro = distro, .sha256 = package.sha256, .file_name = package.file_name}));
    MUST(take_version(tx, {distro, package.name, package.version, package.architecture, package.uploaded_sha256}));
    commit(std::move(tx));

    const auto found = MUST(find_package_with_documents(read(), main.id, package.sha256)).value();

    EXPECT_EQ(found.summary, package.summary);
    EXPECT_EQ(found.source, package.source);
    EXPECT_EQ(found.file_name, package.file_name);
    EXPECT_EQ(found.documents, package.documents);
    EXPECT_TRUE(MUST(find_taken_version(read(), distro, "hello", package.version, "amd64")).has_value());
}

TEST_F(PostgresqlBytes, OfPeopleComeBackAndKeepTheChain) {
    auto tx = write();
    MUST(append_event(tx, {.action = "upload", .actor = "J\xfcrgen", .details = std::string("{\0}", 3)}));
    commit(std::move(tx));

    EXPECT_EQ(MUST(events(read(), {})).at(0).actor, "J\xfcrgen");
    EXPECT_TRUE(check_event_chain(read()).ok());
}

TEST_F(PostgresqlBytes, CanBeAskedFor) {
    const VersionKey key{distro, "hello\xff", "1.0\xff", "amd64"};
    auto tx = write();
    MUST(take_version(tx, {distro, key.name, key.version, key.architecture, sha256_of("x")}));
    commit(std::move(tx));

    EXPECT_EQ(MUST(find_taken_versions(read(), {&key, 1})).at(key), sha256_of("x"));
}

TEST_F(PostgresqlBytes, AreTheSameInACopyForSqlite) {
    const TempDir directory;
    const auto package = latin1_package(main.id);
    auto tx = write();
    MUST(insert_package(tx, package));
    MUST(append_event(tx, {.action = "upload", .actor = "J\xfcrgen"}));
    const auto reserved = MUST(reserve_ids(tx, 10));
    commit(std::move(tx));

    MUST(catalog->copy_to(directory.path() / "copy.db"));

    const auto copy = MUST(SqliteCatalog::open(directory.path() / "copy.db"));
    const auto copied = MUST(copy->read());
    EXPECT_EQ(MUST(find_package(copied, main.id, package.sha256))->summary, package.summary);
    EXPECT_EQ(MUST(all_repositories(copied)).at(0).channels.at(0).name, "dev");
    EXPECT_TRUE(check_event_chain(copied).ok());
    EXPECT_TRUE(copy->check().ok());
    auto next = MUST(copy->write());
    EXPECT_EQ(MUST(reserve_ids(next, 1)), reserved + 10);
}

}  // namespace
}  // namespace slipway::storage
