// A data directory whose catalog is in a database: what is made, refused, checked and copied.
#include "publishing/access/token_changes.hpp"
#include "publishing/directory/backup.hpp"
#include "publishing/directory/data_directory.hpp"
#include "publishing/directory/examination.hpp"
#include "publishing/directory/own_directory.hpp"
#include "tests/support/must.hpp"
#include "tests/support/postgresql_server.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace slipway::publishing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::postgresql_server;
using testing::TempDir;

signing::SealingKey sealing_key(char digit) { return MUST(signing::SealingKey::parse(std::string(64, digit))); }

class DirectoryOnPostgresql : public ::testing::Test {
protected:
    StorePlaces places() const { return places_in(data_.path()); }
    StorePlaces places_in(const fs::path& data) const {
        StorePlaces places;
        places.data = data;
        places.catalog_url = postgresql_server().url(database_);
        places.sealing_key = sealing_key('a');
        return places;
    }
    Result<std::unique_ptr<OwnDirectory>> open(StorePlaces places, Consent consent = Consent::begin_in_empty) {
        OwnDirectory::Options options;
        options.first_key = signing::KeyAlgorithm::ed25519;  // made at once
        options.places = std::move(places);
        options.signing_workers = 1;
        return OwnDirectory::open(std::move(options), consent, log_);
    }
    Result<FirstStart> fill(StorePlaces places) {
        const auto own = TRY(open(std::move(places)));
        TRY(own->start_publishing());
        return own->fill();
    }
    void expect_refused(StorePlaces places, const std::string& why) {
        const auto refused = open(std::move(places));
        EXPECT_FAULT(refused, Fault::unsupported);
        EXPECT_THAT(refused.error().message(), HasSubstr(why));
    }
    Examination examine(const StorePlaces& places) {
        return MUST(publishing::examine(places, Repair::no, std::nullopt, SystemClock().now(), std::chrono::hours(1)));
    }

    const Log log_{LogFormat::logfmt, LogLevel::error};
    TempDir data_;
    std::string database_ = postgresql_server().make_database();
};

TEST_F(DirectoryOnPostgresql, IsFilledOnceAndHasNeitherCatalogNorKeys) {
    EXPECT_EQ(MUST(fill(places())), FirstStart::done_now);
    EXPECT_EQ(MUST(fill(places())), FirstStart::done_before);

    for (const auto* name : {"slipway.db", "slipway.db-wal", "keys"}) EXPECT_FALSE(fs::exists(data_.path() / name));
    for (const auto* name : {"admin-token", "blobs/sha256/slipway-id.txt", "segments/slipway-id.txt"})
        EXPECT_TRUE(fs::exists(data_.path() / name)) << name;
    EXPECT_EQ(postgresql_server().query(database_, "SELECT name FROM repositories"), "main");
    EXPECT_EQ(postgresql_server().query(database_, "SELECT count(*) FROM sealed_keys"), "1");
}

TEST_F(DirectoryOnPostgresql, IsNotFilledWithoutAKeyToSealBy) {
    auto without = places();
    without.sealing_key.reset();

    const auto refused = fill(without);

    EXPECT_FAULT(refused, Fault::unsupported);
    EXPECT_THAT(refused.error().message(), HasSubstr("keys.sealing_key_file"));
    EXPECT_EQ(MUST(fill(places())), FirstStart::done_now) << "it goes on where it stopped";
    EXPECT_EQ(MUST(fill(without)), FirstStart::done_before) << "then it needs the key no more to start";
}

TEST_F(DirectoryOnPostgresql, IsRefusedWithAnotherSealingKey) {
    MUST(fill(places()));
    auto with_another = places();
    with_another.sealing_key = sealing_key('b');

    expect_refused(with_another, "was sealed by the key with the id " + sealing_key('a').id());
}

TEST_F(DirectoryOnPostgresql, IsRefusedTheDatabaseOfAnotherDirectory) {
    MUST(fill(places()));
    const TempDir other;

    expect_refused(places_in(other.path()), "belongs to another directory");
}

TEST_F(DirectoryOnPostgresql, IsRefusedAnEmptyDatabase) {
    MUST(fill(places()));
    database_ = postgresql_server().make_database();

    expect_refused(places(), "is empty, but the directory holds");
    EXPECT_EQ(postgresql_server().query(database_, "SELECT count(*) FROM pg_class WHERE relname = 'facts'"), "0");
}

TEST_F(DirectoryOnPostgresql, IsRefusedADatabaseOfAnotherProgramWhichNobodyMovesAside) {
    postgresql_server().query(database_, "CREATE TABLE theirs (x int)");

    expect_refused(places(), "holds the tables of another program");
    const auto anew = open(places(), Consent::move_aside);

    EXPECT_FAULT(anew, Fault::unsupported);
    EXPECT_THAT(anew.error().message(), HasSubstr("drop the database and create it again"));
    EXPECT_EQ(postgresql_server().query(database_, "SELECT count(*) FROM theirs"), "0") << "it is left alone";
}

TEST_F(DirectoryOnPostgresql, IsRefusedADatabaseThatWasSetBack) {
    MUST(fill(places()));
    const auto before = postgresql_server().make_database(database_);
    {
        const auto catalog = MUST(open_catalog_to_write(places(), LogFormat::logfmt));
        auto tx = MUST(catalog->write());
        MUST(make_token(tx, {"test", ""}, "ci", {"upload:main"}, std::nullopt, SystemClock().now()));
        MUST(std::move(tx).commit());
    }

    database_ = before;

    expect_refused(places(), "was brought back from an older backup");
}

TEST_F(DirectoryOnPostgresql, IsWrittenByTheOneThatOpensACopyOfItLast) {
    MUST(fill(places()));
    const TempDir copy;
    const auto here = MUST(open(places()));
    fs::copy(data_.path(), copy.path(), fs::copy_options::recursive);

    const auto there = MUST(open(places_in(copy.path())));

    EXPECT_FAULT(here->catalog->write(), Fault::busy);
    EXPECT_TRUE(there->catalog->write().ok());
}

/// Another directory in use, which a start must not wait for, is told by another fault.
TEST_F(DirectoryOnPostgresql, IsOpenedByALaterStartWhereSomebodyStillWritesTheDatabase) {
    MUST(fill(places()));
    postgresql_server().query(database_,
                              "CREATE FUNCTION as_after_ten_seconds() RETURNS trigger LANGUAGE plpgsql AS"
                              " $$BEGIN RAISE EXCEPTION 'lock timeout' USING ERRCODE = '55P03'; END$$");
    postgresql_server().query(database_,
                              "CREATE TRIGGER held BEFORE UPDATE ON writers EXECUTE FUNCTION as_after_ten_seconds()");

    EXPECT_FAULT(open(places()), Fault::io);
    postgresql_server().query(database_, "DROP TRIGGER held ON writers");

    EXPECT_TRUE(open(places()).ok());
}

TEST_F(DirectoryOnPostgresql, IsRefusedWhileItHasACatalogOfItsOwn) {
    data_.write("slipway.db", "of another start");

    expect_refused(places(), "slipway.db, a catalog of its own");
}

TEST_F(DirectoryOnPostgresql, IsCheckedWholeOrButForTheKeysWhereNobodyOpensThem) {
    MUST(fill(places()));
    auto without = places();
    without.sealing_key.reset();

    const auto all = examine(places());
    const auto rest = examine(without);

    EXPECT_THAT(all.findings.all(), IsEmpty());
    EXPECT_TRUE(all.has_checked_keys);
    EXPECT_THAT(rest.findings.all(), IsEmpty());
    EXPECT_FALSE(rest.has_checked_keys);
}

TEST_F(DirectoryOnPostgresql, HasItsLostPrivateKeysNamed) {
    MUST(fill(places()));
    postgresql_server().query(database_, "DELETE FROM sealed_keys");

    const auto found = examine(places()).findings;

    ASSERT_EQ(found.damage_left(), 1U);
    EXPECT_THAT(found.all().front().message, HasSubstr("of sealed_keys in the catalog"));
}

TEST_F(DirectoryOnPostgresql, HasPrivateKeysNamedThatNoRepositoryHasButForNewOnes) {
    MUST(fill(places()));
    postgresql_server().query(database_,
                              "INSERT INTO sealed_keys (repository, fingerprint, sealed_by, sealed, sealed_at)"
                              " SELECT 'main', 'OLD', sealed_by, sealed, 0 FROM sealed_keys"
                              " UNION ALL SELECT 'main', 'NEW', sealed_by, sealed, sealed_at FROM sealed_keys");
    auto without = places();
    without.sealing_key.reset();

    const auto found = examine(without).findings;

    ASSERT_EQ(found.all().size(), 1U);
    EXPECT_EQ(found.damage_left(), 0U) << "it harms nothing";
    EXPECT_THAT(found.all().front().message, HasSubstr("the row main/OLD of sealed_keys"));
}

TEST_F(DirectoryOnPostgresql, IsBackedUpAsOneWithAllInFiles) {
    MUST(fill(places()));
    const TempDir copies;
    PosixFileSystem files;

    const auto report = MUST(back_up(files, places(), copies.path() / "backup", PrivateKeys::include, Seconds{}));
    MUST(restore(files, copies.path() / "backup", copies.path() / "restored"));

    EXPECT_TRUE(report.has_keys);
    const StorePlaces restored{.data = copies.path() / "restored"};
    const auto examined = examine(restored);
    EXPECT_THAT(examined.findings.all(), IsEmpty());
    EXPECT_TRUE(examined.has_checked_keys);
    EXPECT_EQ(examined.audit_head, report.audit_head);
}

TEST_F(DirectoryOnPostgresql, GivesNoPrivateKeysToABackupThatCannotOpenThem) {
    MUST(fill(places()));
    const TempDir copies;
    PosixFileSystem files;
    auto without = places();
    without.sealing_key.reset();

    EXPECT_FAULT(back_up(files, without, copies.path() / "backup", PrivateKeys::include, Seconds{}),
                 Fault::unsupported);
    EXPECT_FALSE(MUST(back_up(files, without, copies.path() / "backup", PrivateKeys::leave_out, Seconds{})).has_keys);
}

}  // namespace
}  // namespace slipway::publishing
