#include "storage/catalog/tokens.hpp"

#include "storage/catalog/sqlite_catalog.hpp"
#include "tests/storage/catalog/catalog_fixture.hpp"

namespace slipway::storage {
namespace {

using testing::at;
using testing::CatalogTest;
using ::testing::ElementsAre;

class Tokens : public CatalogTest {};

TEST_F(Tokens, ComeBackWithTheirScopes) {
    auto tx = write();
    const TokenRow token{
        .name = "ci", .scopes = {"upload:main", "read"}, .secret_digest = sha256_of("s"), .created_at = at(1)};
    const RowId id = MUST(insert_token(tx, token));
    MUST(set_token_last_used(tx, id, at(9)));

    const auto tokens = MUST(all_tokens(tx));

    EXPECT_THAT(tokens.at(0).scopes, ElementsAre("upload:main", "read"));
    EXPECT_EQ(tokens.at(0).last_used_at, at(9));
    EXPECT_EQ(tokens.at(0).expires_at, std::nullopt);
}

TEST_F(Tokens, TheGenerationNoticesInsertAndDeleteByAnotherProcess) {
    const auto before = MUST(token_generation(read()));
    const auto other = MUST(SqliteCatalog::open(file()));
    auto tx = MUST(other->write());
    const RowId id = MUST(insert_token(tx, {.name = "ci", .secret_digest = sha256_of("s")}));
    commit(std::move(tx));
    const auto between = MUST(token_generation(read()));

    auto tx2 = MUST(other->write());
    EXPECT_TRUE(MUST(delete_token(tx2, id)));
    EXPECT_FALSE(MUST(delete_token(tx2, id)));
    commit(std::move(tx2));

    EXPECT_NE(before, between);
    EXPECT_NE(between, MUST(token_generation(read())));
}

}  // namespace
}  // namespace slipway::storage
