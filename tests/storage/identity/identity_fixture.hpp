#pragma once

#include "base/files/posix_file_system.hpp"
#include "storage/catalog/events.hpp"
#include "storage/identity/identity.hpp"
#include "storage/identity/sqlite_place.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <string>

namespace slipway::testing {

inline const std::string a_blob = "blobs/sha256/ab/ab" + std::string(62, '0');

/// A data directory that is empty at first.
class DataDirectoryIdentity : public ::testing::Test {
protected:
    Result<storage::OwnCatalog> open(storage::Consent consent = storage::Consent::begin_in_empty) {
        return storage::open_own_catalog(files_, {place_}, consent);
    }
    /// A directory whose catalog has one event.
    std::string begin(const TempDir& place) {
        auto own = MUST(
            storage::open_own_catalog(files_, {storage::SqlitePlace(place.path())}, storage::Consent::begin_in_empty));
        append(*own.catalog);
        return own.id;
    }
    static storage::AuditHead append(storage::Catalog& catalog) {
        auto tx = MUST(catalog.write());
        storage::EventRow event;
        event.action = "token.create";
        const auto row = MUST(storage::append_event(tx, event));
        MUST(std::move(tx).commit());
        return {row.id, row.hash};
    }
    void expect_refused(const std::string& what, storage::Consent consent = storage::Consent::begin_in_empty) {
        const auto refused = open(consent);
        EXPECT_FAULT(refused, Fault::unsupported);
        EXPECT_THAT(refused.error().message(), ::testing::HasSubstr(what));
    }

    PosixFileSystem files_;
    TempDir data_;
    storage::SqlitePlace place_{data_.path()};
    std::filesystem::path db_ = data_.path() / "slipway.db";
};

}  // namespace slipway::testing
