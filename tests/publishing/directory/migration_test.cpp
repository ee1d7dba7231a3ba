// A server goes from files into PostgreSQL and back: what is moved, refused, and found to differ.
#include "publishing/directory/migration.hpp"

#include "publishing/directory/examination.hpp"
#include "publishing/directory/own_directory.hpp"
#include "signing/keys/file_key_store.hpp"
#include "tests/support/must.hpp"
#include "tests/support/postgresql_server.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <map>

namespace slipway::publishing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::postgresql_server;
using testing::TempDir;
using Keys = std::map<std::string, std::string>;

/// Runs a server as far as it goes without a network.
template <class Work>
void run_server(const StorePlaces& places, const Log& log, const Work& work) {
    OwnDirectory::Options options;
    options.first_key = signing::KeyAlgorithm::ed25519;  // made at once
    options.places = places;
    options.signing_workers = 1;
    const auto own = MUST(OwnDirectory::open(std::move(options), Consent::begin_in_empty, log));
    MUST(own->start_publishing());
    work(*own);
}

/// The directory of a server that was started once. It is made for the first test that asks, as its key takes seconds.
const fs::path& first_server(const Log& log) {
    static const TempDir directory;
    static const fs::path data = [&] {
        StorePlaces places;
        places.data = directory.path() / "files";
        run_server(places, log, [](OwnDirectory& own) { MUST(own.fill()); });
        return places.data;
    }();
    return data;
}

class MigrationTest : public ::testing::Test {
protected:
    MigrationTest() {
        from_.data = directory_.path() / "files";
        to_.data = directory_.path() / "database";
        to_.catalog_url = postgresql_server().url(database_);
        to_.sealing_key = MUST(signing::SealingKey::parse(std::string(64, 'a')));
        back_.data = directory_.path() / "back";
        fs::copy(first_server(log_), from_.data, fs::copy_options::recursive);
    }

    template <class Work>
    void start(const StorePlaces& places, const Work& work) {
        run_server(places, log_, work);
    }
    void expect_no_start(const StorePlaces& places, const std::string& why) {
        OwnDirectory::Options options;
        options.places = places;
        const auto refused = OwnDirectory::open(std::move(options), Consent::begin_in_empty, log_);
        EXPECT_FAULT(refused, Fault::unsupported);
        EXPECT_THAT(refused.error().message(), HasSubstr(why));
    }
    Result<MigrationReport> move(const StorePlaces& from, const StorePlaces& to) {
        return migrate(from, to, [](const MigrationProgress&) {});
    }
    void expect_refused(const StorePlaces& from, const StorePlaces& to, Fault fault, const std::string& why) {
        const auto refused = move(from, to);
        EXPECT_FAULT(refused, fault);
        EXPECT_THAT(refused.error().message(), HasSubstr(why));
    }
    void expect_clean(const StorePlaces& places) {
        const auto found = MUST(examine(places, Repair::no, std::nullopt, SystemClock().now(), std::chrono::hours(1)));
        EXPECT_THAT(found.findings.all(), IsEmpty());
        EXPECT_TRUE(found.has_checked_keys);
    }
    std::string query(const std::string& sql) const { return postgresql_server().query(database_, sql); }

    const Log log_{LogFormat::logfmt, LogLevel::error};
    TempDir directory_;
    std::string database_ = postgresql_server().make_database();
    StorePlaces from_;
    StorePlaces to_;
    StorePlaces back_;
};

Keys keys_in_files(const StorePlaces& places) {
    PosixFileSystem files;
    Keys keys;
    MUST(signing::FileKeyStore(files, places.key_files()).visit([&](const signing::KeyStore::Visited& key) {
        keys[key.fingerprint] = key.armored;
        return Result<>();
    }));
    return keys;
}

TEST_F(MigrationTest, BringsEverythingThereAndBack) {
    const auto there = MUST(move(from_, to_));
    start(to_, [&](OwnDirectory& own) {
        EXPECT_EQ(own.id(), there.id);
        EXPECT_EQ(MUST(own.fill()), FirstStart::done_before);
    });
    expect_clean(to_);
    const auto back = MUST(move(to_, back_));
    start(back_, [&](OwnDirectory& own) { EXPECT_EQ(own.id(), there.id); });
    expect_clean(back_);

    EXPECT_EQ(there.audit_head, back.audit_head);
    EXPECT_EQ(back.keys, 1U);
    EXPECT_EQ(keys_in_files(back_), keys_in_files(from_));
    EXPECT_TRUE(fs::exists(back_.data / "admin-token"));
    EXPECT_FALSE(fs::exists(to_.data / "keys"));
}

TEST_F(MigrationTest, LetsTheServerStartInOnePlaceOnly) {
    MUST(move(from_, to_));

    expect_no_start(from_, "was moved, or is being moved, to postgresql://");
    expect_refused(from_, back_, Fault::unsupported, "was moved, or is being moved, to postgresql://");
    expect_refused(from_, to_, Fault::conflict, "has moved there already");
}

TEST_F(MigrationTest, GoesOnWhereItWasInterrupted) {
    MUST(move(from_, to_));
    const auto id = query("SELECT value FROM facts WHERE name = 'directory_id'");
    query("INSERT INTO facts VALUES ('moving_from', '" + id + "'), ('moved_rows', 'token_scopes 1')");
    query("DELETE FROM token_scopes WHERE token = 2");
    query("TRUNCATE events");  // which come later
    expect_no_start(to_, "is not whole");

    const auto report = MUST(move(from_, to_));

    EXPECT_EQ(report.id, id);
    expect_clean(to_);
}

TEST_F(MigrationTest, NoticesThatTheCopyIsNotTheSame) {
    MUST(move(from_, to_));
    const auto id = query("SELECT value FROM facts WHERE name = 'directory_id'");
    query("INSERT INTO facts VALUES ('moving_from', '" + id + "'), ('moved_rows', 'revision_lists 0')");
    query("UPDATE tokens SET name = 'other' WHERE id = 1");

    expect_refused(from_, to_, Fault::corrupt, "drop the database of --to and create it again");
    expect_no_start(to_, "is not whole");

    postgresql_server().query("template1", "DROP DATABASE " + database_);
    postgresql_server().query("template1", "CREATE DATABASE " + database_ + " TEMPLATE template0");
    MUST(move(from_, to_));
    expect_clean(to_);
}

TEST_F(MigrationTest, RefusesATargetThatHoldsSomethingElse) {
    fs::create_directories(back_.data / "keys/main");
    directory_.write("back/keys/main/AB.asc", "a key");
    expect_refused(from_, back_, Fault::conflict, "the directory holds 1 private key");

    const StorePlaces other{.data = directory_.path() / "other"};
    start(other, [](OwnDirectory& own) { MUST(own.fill()); });
    expect_refused(from_, other, Fault::conflict, "slipway.db holds a catalog");

    query("CREATE TABLE theirs (x int)");
    expect_refused(from_, to_, Fault::conflict, "holds the tables of another program");

    start(from_, [](OwnDirectory&) {});  // nothing says that it was moved
}

TEST_F(MigrationTest, RefusesTheBeginningOfAnotherMove) {
    MUST(move(from_, to_));
    query("INSERT INTO facts VALUES ('moving_from', 'another')");

    expect_refused(from_, to_, Fault::conflict, "the beginning of another move");
}

TEST_F(MigrationTest, RefusesAServerThatRuns) {
    start(from_, [&](OwnDirectory&) { expect_refused(from_, to_, Fault::busy, "--from"); });

    MUST(move(from_, to_));
}

TEST_F(MigrationTest, RefusesADirectoryWithoutAServer) {
    fs::create_directory(directory_.path() / "nothing");

    expect_refused({.data = directory_.path() / "nothing"}, to_, Fault::not_found, "--from");
}

TEST_F(MigrationTest, RefusesTheSchemaOfAnotherRelease) {
    MUST(move(from_, to_));
    query("UPDATE slipway_schema SET version = version - 1");

    expect_refused(to_, back_, Fault::unsupported, "this program knows version");
}

TEST_F(MigrationTest, RefusesASealingKeyThatOpensNothing) {
    MUST(move(from_, to_));
    to_.sealing_key = MUST(signing::SealingKey::parse(std::string(64, 'b')));

    expect_refused(to_, back_, Fault::unsupported, "was sealed by the key with the id");
    EXPECT_EQ(query("SELECT count(*) FROM facts WHERE name = 'moved_to'"), "0");
}

TEST_F(MigrationTest, NamesAPrivateKeyThatIsThereAlready) {
    MUST(move(from_, to_));
    query(
        "INSERT INTO sealed_keys (repository, fingerprint, sealed_by, sealed)"
        " SELECT 'other', fingerprint, sealed_by, sealed FROM sealed_keys");
    const auto id = query("SELECT value FROM facts WHERE name = 'directory_id'");
    query("INSERT INTO facts VALUES ('moving_from', '" + id + "')");

    EXPECT_FAULT(move(from_, to_), Fault::corrupt);
}

}  // namespace
}  // namespace slipway::publishing
