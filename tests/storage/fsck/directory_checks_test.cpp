#include "storage/fsck/directory_checks.hpp"

#include "base/files/posix_file_system.hpp"
#include "storage/catalog/events.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "storage/identity/known_head.hpp"
#include "storage/identity/sqlite_place.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class DirectoryChecks : public ::testing::Test {
protected:
    DirectoryChecks() {
        catalog_ = MUST(SqliteCatalog::open(data_.path() / "slipway.db"));
        key_ = data_.write("keys/main/ABCD.asc", "secret");
        fs::permissions(data_.path() / "keys", fs::perms::owner_all);
        fs::permissions(data_.path() / "keys/main", fs::perms::owner_all);
        fs::permissions(key_, fs::perms::owner_read | fs::perms::owner_write);
    }
    Findings check(Repair repair = Repair::no) {
        Findings findings;
        MUST(check_directory({files_, place_, *catalog_}, repair, findings));
        return findings;
    }

    PosixFileSystem files_;
    slipway::testing::TempDir data_;
    const SqlitePlace place_{data_.path()};
    std::unique_ptr<Catalog> catalog_;
    fs::path key_;
};

TEST_F(DirectoryChecks, FindNothingWhereSecretsAreTheirOwners) { EXPECT_TRUE(check().all().empty()); }

TEST_F(DirectoryChecks, NameAPrivateKeyThatOthersCanReadAndTakeThatBack) {
    fs::permissions(key_, fs::perms::others_read, fs::perm_options::add);

    const auto found = check();
    ASSERT_EQ(found.damage_left(), 1U);
    EXPECT_THAT(found.all().front().message, HasSubstr("ABCD.asc has mode 0604"));

    EXPECT_EQ(check(Repair::yes).damage_repaired(), 1U);
    EXPECT_EQ(check().damage_left(), 0U);
}

TEST_F(DirectoryChecks, NameLooseDirectoriesTokensAndCatalogs) {
    fs::permissions(data_.path() / "keys", fs::perms::group_read, fs::perm_options::add);
    fs::permissions(data_.write("admin-token", "secret"), fs::perms::group_read, fs::perm_options::add);
    fs::permissions(data_.path() / "slipway.db", fs::perms::others_read, fs::perm_options::add);

    const auto loose = MUST(find_loose_secrets(files_, data_.path()));

    std::string paths;
    for (const auto& secret : loose) paths += secret.path.filename().string() + " ";
    EXPECT_EQ(paths, "slipway.db admin-token keys ");
}

TEST_F(DirectoryChecks, NameSecretsThatWereMovedAside) {
    const auto key = data_.write("before-20261130T120000Z/keys/main/EFEF.asc", "secret");
    for (const auto& directory : {key.parent_path(), key.parent_path().parent_path()})
        fs::permissions(directory, fs::perms::owner_all);
    fs::permissions(key, fs::perms::owner_read | fs::perms::others_read);
    fs::permissions(data_.write("before-20261130T120000Z/admin-token", "secret"), fs::perms::owner_all);
    data_.write("notes/keys/main/EFEF.asc", "of somebody");

    const auto found = check(Repair::yes);

    ASSERT_EQ(found.all().size(), 1U);
    EXPECT_THAT(found.all().front().message, HasSubstr("before-20261130T120000Z/keys/main/EFEF.asc has mode 0404"));
    EXPECT_TRUE(check().all().empty());
}

TEST_F(DirectoryChecks, NameASymbolicLinkInThePlaceOfAKeyAndFollowItNowhere) {
    const slipway::testing::TempDir other;
    const auto victim = other.write("victim", "theirs");
    fs::create_symlink(victim, data_.path() / "keys/main/EFEF.asc");
    fs::create_directory_symlink(other.path(), data_.path() / "keys/other");

    const auto found = check(Repair::yes);

    EXPECT_EQ(found.damage_left(), 2U);
    EXPECT_THAT(found.all().front().message, HasSubstr("is a symbolic link"));
    EXPECT_NE(fs::status(victim).permissions() & fs::perms::others_read, fs::perms::none);
}

TEST_F(DirectoryChecks, NameALostLog) {
    auto tx = MUST(catalog_->write());
    const auto event = MUST(append_event(tx, {.action = "token.create"}));
    MUST(std::move(tx).commit());
    MUST(KnownHead::open(data_.path()))->record({event.id, event.hash});
    EXPECT_TRUE(check().all().empty());
    catalog_.reset();
    for (const char* name : {"slipway.db", "slipway.db-wal"}) fs::remove(data_.path() / name);

    catalog_ = MUST(SqliteCatalog::open(data_.path() / "slipway.db"));

    ASSERT_EQ(check().damage_left(), 1U);
    EXPECT_THAT(check().all().front().message, HasSubstr("the catalog has lost commits"));
}

}  // namespace
}  // namespace slipway::storage
