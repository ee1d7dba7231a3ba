#pragma once

#include "storage/catalog/catalog.hpp"
#include "storage/catalog/repositories.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::testing {

/// A catalog in a file of its own, with one repository that has a deb distro and a channel.
class CatalogTest : public ::testing::Test {
protected:
    CatalogTest() {
        reopen();
        storage::RepositoryRow repository;
        repository.name = "main";
        repository.distros = {{.name = "bookworm", .format = "deb"}};
        repository.channels = {{.name = "dev"}};
        auto tx = write();
        main = MUST(storage::save_repository(tx, repository));
        commit(std::move(tx));
        distro = main.distros.front().id;
        channel = main.channels.front().id;
    }

    void reopen() {
        catalog.reset();
        catalog = MUST(storage::Catalog::open(file()));
    }
    storage::Path file() const { return directory.path() / "slipway.db"; }
    storage::ReadTransaction read() { return MUST(catalog->read()); }
    storage::WriteTransaction write() { return MUST(catalog->write()); }
    static void commit(storage::WriteTransaction tx) { MUST(std::move(tx).commit()); }

    TempDir directory;
    std::unique_ptr<storage::Catalog> catalog;
    storage::RepositoryRow main;
    storage::RowId distro = 0;
    storage::RowId channel = 0;
};

inline Seconds at(std::int64_t seconds) { return Seconds(std::chrono::seconds(seconds)); }

}  // namespace slipway::testing
