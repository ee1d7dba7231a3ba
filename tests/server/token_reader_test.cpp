#include "server/token_reader.hpp"

#include "storage/catalog/sqlite_catalog.hpp"
#include "tests/support/comes_true.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::server {
namespace {

class TokenReaderTest : public ::testing::Test {
protected:
    TokenReaderTest() {
        catalog_ = MUST(storage::SqliteCatalog::open(directory_.path() / "slipway.db"));
        book_ = std::make_unique<publishing::TokenBook>(*catalog_, clock_);
        reader_ = std::make_unique<TokenReader>(*book_, log_);
    }
    bool is_known(const std::string& secret) { return MUST(book_->find(secret)).has_value(); }

    slipway::testing::TempDir directory_;
    SystemClock clock_;
    Log log_{LogFormat::logfmt, LogLevel::error};
    std::unique_ptr<storage::Catalog> catalog_;
    std::unique_ptr<publishing::TokenBook> book_;
    std::unique_ptr<TokenReader> reader_;
};

TEST_F(TokenReaderTest, NoticesWithinSecondsWhatAnotherProcessMakesAndRevokes) {
    auto making = MUST(catalog_->write());
    const auto made = MUST(publishing::create_token(making, "ci", {"upload:main"}, std::nullopt, clock_.now()));
    MUST(std::move(making).commit());
    EXPECT_TRUE(testing::comes_true([&] { return is_known(made.secret); }));

    auto revoking = MUST(catalog_->write());
    EXPECT_TRUE(MUST(storage::delete_token(revoking, made.row.id)));
    MUST(std::move(revoking).commit());
    EXPECT_TRUE(testing::comes_true([&] { return !is_known(made.secret); }));
}

}  // namespace
}  // namespace slipway::server
