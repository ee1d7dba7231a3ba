#pragma once

#include "storage/catalog/sqlite.hpp"
#include "storage/identity/identity.hpp"
#include "storage/identity/marker.hpp"
#include "tests/storage/identity/identity_fixture.hpp"
#include "tests/storage/identity/places_elsewhere.hpp"

#include <memory>
#include <string>

namespace slipway::testing {

enum class CatalogIn : unsigned char { directory, database };
enum class FilesIn : unsigned char { directory, bucket };

/// A server whose catalog and package files are where a test says.
class ServerPlaces {
public:
    ServerPlaces(CatalogIn catalog_in, FilesIn files_in) : catalog_in_(catalog_in), files_in_(files_in) {
        use_directory();
    }

    storage::DirectoryPlaces places() const { return {*catalog_, files_in_ == FilesIn::bucket ? &bucket : nullptr}; }
    Result<storage::OwnCatalog> start(storage::Consent consent = storage::Consent::begin_in_empty) {
        return storage::open_own_catalog(files, places(), consent);
    }
    /// What a first start does: repository main, and with it an event. Returns the id.
    std::string begin() {
        auto own = MUST(start());
        run(*own.catalog, insert_repository);
        return own.id;
    }
    /// Uploads a package, as far as the rules can see it.
    void upload() {
        run(*MUST(catalog_->open(storage::OpenMode::as_it_is)), insert_package);
        if (files_in_ == FilesIn::bucket)
            bucket.contents.has_packages = true;
        else
            directory_->write(a_blob, "bytes");
    }
    /// The machine is gone, and with it its disk. One that held the catalog has lost it.
    void lose_disk() {
        directory_ = std::make_unique<TempDir>();
        use_directory();
    }
    /// Somebody drops the database and creates it again, or removes the catalog's files.
    void lose_catalog() {
        for (const char* name : {"slipway.db", "slipway.db-wal", "slipway.db-shm"})
            std::filesystem::remove(catalog_directory() / name);
    }
    bool has_catalog() const { return std::filesystem::exists(catalog_directory() / "slipway.db"); }
    /// Names the database of another server.
    void name_database_of(const ServerPlaces& other) {
        catalog_ = std::make_unique<CatalogElsewhere>(data(), other.database_.path());
    }
    const Path& data() const { return directory_->path(); }
    void expect_refused(const std::string& what, storage::Consent consent = storage::Consent::begin_in_empty) {
        const auto before = bucket.contents.id;
        const auto refused = start(consent);
        ASSERT_FALSE(refused.ok());
        EXPECT_FAULT(refused, Fault::unsupported);
        EXPECT_THAT(refused.error().message(), ::testing::HasSubstr(what));
        EXPECT_EQ(bucket.contents.id, before) << "a refusal changes nothing";
    }

    PosixFileSystem files;
    MemoryObjects bucket;

private:
    static constexpr const char* insert_repository =
        "INSERT INTO repositories (name, description, origin, sign_packages) VALUES ('main', '', '', 1)";
    static constexpr const char* insert_package =
        "INSERT INTO packages (repository, sha256, uploaded_sha256, format, name, version, architecture, source,"
        " summary, file_name, signed_by, size, weight, uploaded_at, provenance) VALUES (1, zeroblob(32), zeroblob(32),"
        " 'deb', 'a', '1', 'all', 'a', '', 'a.deb', '', 1, 1, 1, '')";

    static void run(storage::Catalog& catalog, const char* sql) {
        auto tx = MUST(catalog.write());
        MUST(tx.connection().run_script(sql));
        MUST(std::move(tx).commit());
    }
    const Path& catalog_directory() const {
        return catalog_in_ == CatalogIn::database ? database_.path() : directory_->path();
    }
    void use_directory() {
        if (catalog_in_ == CatalogIn::database)
            catalog_ = std::make_unique<CatalogElsewhere>(data(), database_.path());
        else
            catalog_ = std::make_unique<storage::SqlitePlace>(data());
    }

    const CatalogIn catalog_in_;
    const FilesIn files_in_;
    TempDir database_;
    std::unique_ptr<TempDir> directory_ = std::make_unique<TempDir>();
    std::unique_ptr<storage::CatalogPlace> catalog_;
};

}  // namespace slipway::testing
