#pragma once

#include "storage/catalog/packages.hpp"
#include "storage/catalog/repositories.hpp"
#include "storage/catalog/revisions.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::testing {

/// A catalog with one repository that has a deb distro and a channel.
class FilledCatalogTest : public ::testing::Test {
protected:
    explicit FilledCatalogTest(std::unique_ptr<storage::Catalog> empty) : catalog(std::move(empty)) {
        storage::RepositoryRow repository;
        repository.name = "main";
        repository.distros = {{.name = "bookworm", .format = Format::deb}};
        repository.channels = {{.name = "dev"}};
        auto tx = write();
        main = MUST(storage::save_repository(tx, repository));
        commit(std::move(tx));
        distro = main.distros.front().id;
        channel = main.channels.front().id;
    }

    storage::ReadTransaction read() { return MUST(catalog->read()); }
    storage::WriteTransaction write() { return MUST(catalog->write()); }
    static void commit(storage::WriteTransaction tx) { MUST(std::move(tx).commit()); }

    std::unique_ptr<storage::Catalog> catalog;
    storage::RepositoryRow main;
    storage::RowId distro = 0;
    storage::RowId channel = 0;
};

/// On the engine that this test executable is for: in memory, or in PostgreSQL.
std::unique_ptr<storage::Catalog> empty_catalog();

/// For what the rows are, on whatever engine.
class RowTest : public FilledCatalogTest {
protected:
    RowTest() : FilledCatalogTest(empty_catalog()) {}
};

struct OwnDirectory {
    TempDir directory;  // there before the catalog is
};

/// In a file of its own: for what becomes of the file.
class CatalogTest : protected OwnDirectory, public FilledCatalogTest {
protected:
    CatalogTest() : FilledCatalogTest(MUST(storage::SqliteCatalog::open(directory.path() / "slipway.db"))) {}

    void reopen() {
        catalog.reset();
        catalog = MUST(storage::SqliteCatalog::open(file()));
    }
    Path file() const { return directory.path() / "slipway.db"; }
};

inline Seconds at(std::int64_t seconds) { return Seconds(std::chrono::seconds(seconds)); }

/// hello 1.0, signed here.
inline storage::PackageRow a_package(storage::RowId repository) {
    storage::PackageRow package;
    package.repository = repository;
    package.sha256 = sha256_of("signed hello");
    package.uploaded_sha256 = sha256_of("hello");
    package.format = Format::deb;
    package.name = "hello";
    package.version = "1.0";
    package.architecture = "amd64";
    package.file_name = "hello_1.0_amd64.deb";
    package.size = 5'000'000'000;
    package.weight = 700;
    package.documents = {"Package: hello\n", "", std::string("\0bytes", 6)};
    package.uploaded_at = at(1000);
    package.provenance = "{}";
    return package;
}

/// With one list, made by an upload and a removal.
inline storage::RevisionRow a_revision(storage::RowId channel, storage::RowId distro, std::int64_t number) {
    storage::RevisionRow revision;
    revision.channel = channel;
    revision.number = number;
    revision.time = at(2000);
    revision.root = sha256_of("root");
    revision.package_count = 3;
    revision.lists = {{.index = {distro, Document::packages, "main", "amd64"}, .root = sha256_of("list"), .count = 3}};
    revision.changes = {{.event = 1, .cause = Cause::upload, .actor = "ci (#3)", .reason = "r", .added = 1},
                        {.event = 2, .cause = Cause::remove, .actor = "me (#1)", .reason = "", .removed = 1}};
    return revision;
}

}  // namespace slipway::testing
