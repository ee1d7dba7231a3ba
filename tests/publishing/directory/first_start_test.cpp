#include "publishing/directory/first_start.hpp"

#include "base/files/posix_file_system.hpp"
#include "storage/catalog/connection.hpp"
#include "storage/catalog/events.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "storage/catalog/tokens.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/faulty_file_system.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <fstream>
#include <iterator>

namespace slipway::publishing {
namespace {

class FirstTokens : public ::testing::Test {
protected:
    FirstTokens() { catalog_ = MUST(storage::SqliteCatalog::open(data_.path() / "slipway.db")); }
    Result<> make() { return make_first_tokens(*catalog_, faulty_, data_.path(), clock_); }
    std::size_t tokens() const {
        const auto tx = MUST(catalog_->read());
        return MUST(storage::all_tokens(tx)).size();
    }
    std::size_t events() const {
        const auto tx = MUST(catalog_->read());
        return MUST(storage::events(tx, {})).size();
    }
    void run_sql(const char* sql) {
        auto tx = MUST(catalog_->write());
        MUST(storage::execute(tx.connection(), sql));
        MUST(std::move(tx).commit());
    }

    slipway::testing::TempDir data_;
    slipway::testing::FakeClock clock_;
    PosixFileSystem files_;
    slipway::testing::FaultyFileSystem faulty_{files_};
    std::unique_ptr<storage::Catalog> catalog_;
};

TEST_F(FirstTokens, AreTwoInFilesThatTheirOwnerAloneReads) {
    MUST(make());

    EXPECT_EQ(tokens(), 2U);
    EXPECT_EQ(events(), 2U);
    for (const char* name : {"admin-token", "upload-token"}) {
        const auto mode = std::filesystem::status(data_.path() / name).permissions();
        EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    }
}

TEST_F(FirstTokens, AreTwoWhicheverStepFailsBefore) {
    bool failed = true;
    std::size_t step = 0;
    for (; failed; ++step) {
        ASSERT_LT(step, 100U);
        faulty_.arm(step);
        failed = !make().ok();
        faulty_.disarm();
        EXPECT_EQ(tokens(), failed ? 0U : 2U) << "step " << step;
        EXPECT_EQ(events(), failed ? 0U : 2U) << "step " << step;
    }
    EXPECT_GT(step, 10U) << "nothing failed";
}

TEST_F(FirstTokens, AreNoneWhenTheNoteThatTheyWereMadeFails) {
    run_sql("CREATE TRIGGER no_facts BEFORE INSERT ON facts BEGIN SELECT raise(ABORT, 'no'); END");

    EXPECT_FALSE(make().ok());

    EXPECT_EQ(tokens() + events(), 0U);
    run_sql("DROP TRIGGER no_facts");
    MUST(make());
    EXPECT_EQ(tokens(), 2U);
}

TEST_F(FirstTokens, OverwriteNothingThatASymbolicLinkLeadsTo) {
    const slipway::testing::TempDir other;
    const auto victim = other.write("victim", "precious");
    for (const char* name : {"admin-token", "admin-token.new"})
        std::filesystem::create_symlink(victim, data_.path() / name);

    MUST(make());

    std::ifstream file(victim);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "precious");
}

}  // namespace
}  // namespace slipway::publishing
