#include "publishing/access/tokens.hpp"

#include "storage/catalog/sqlite.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

namespace slipway::publishing {
namespace {

using namespace std::chrono_literals;

/// MUST for default member initialisers, where it cannot stand: it is a statement expression.
template <class T>
T opened(Result<T> result) {
    return MUST(std::move(result));
}

class TurnedClock final : public Clock {
public:
    Seconds now() const override { return time; }
    Seconds time{1'000s};
};

class TokensTest : public ::testing::Test {
protected:
    /// The book has read what was written when this returns.
    void commit(storage::WriteTransaction tx) {
        MUST(std::move(tx).commit());
        MUST(book_.refresh());
    }
    NewToken make(std::optional<std::chrono::seconds> lifetime) {
        auto tx = MUST(catalog_->write());
        auto token = MUST(create_token(tx, "ci", {"upload:main"}, lifetime, clock_.now()));
        commit(std::move(tx));
        return token;
    }

    slipway::testing::TempDir directory_;
    std::unique_ptr<storage::Catalog> catalog_ = opened(storage::SqliteCatalog::open(directory_.path() / "slipway.db"));
    TurnedClock clock_;
    TokenBook book_{*catalog_, clock_};
};

TEST_F(TokensTest, ASecretHasAPrefixAndFortyCharacters) {
    const auto token = make(std::nullopt);

    EXPECT_THAT(token.secret, ::testing::MatchesRegex("slw_[A-Za-z0-9]{40}"));
    EXPECT_EQ(token.row.secret_digest, sha256_of(token.secret));
    EXPECT_NE(make(std::nullopt).secret, token.secret);
}

TEST_F(TokensTest, AKnownSecretGivesItsTokenAndRemembersItsUse) {
    const auto token = make(std::nullopt);

    const auto found = MUST(book_.find(token.secret));

    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->actor_name(), "ci (#" + std::to_string(token.row.id) + ")");
    EXPECT_EQ(book_.take_uses().size(), 1U);
    EXPECT_TRUE(book_.take_uses().empty());
    EXPECT_FALSE(MUST(book_.find("slw_unknown")).has_value());
}

TEST_F(TokensTest, ANameIsPrintableAscii) {
    auto tx = MUST(catalog_->write());
    const auto made = [&](const std::string& name) {
        return create_token(tx, name, {"upload:main"}, {}, clock_.now());
    };

    for (const auto* name : {"ci", "Build & deploy, #3 (\"main\")", "~"}) EXPECT_TRUE(made(name).ok()) << name;
    EXPECT_TRUE(made(std::string(64, 'x')).ok());
    for (const std::string name :
         {"", "a\nb", "a\tb", "\x1b[2J", "caf\u00e9", "a\u202eb", "a\x7f", " ci", "ci ", "\xff"}) {
        const auto refused = made(name);
        ASSERT_FALSE(refused.ok()) << name;
        EXPECT_EQ(refused.error().code(), "invalid-name");
    }
    EXPECT_FALSE(made(std::string(65, 'x')).ok());
    EXPECT_FALSE(made(std::string("a\0b", 3)).ok());
}

TEST_F(TokensTest, ANameFromEarlierTimesIsShownEscaped) {
    auto token = make(std::nullopt);
    auto tx = MUST(catalog_->write());
    token.row.name = "a\n\u202eb";
    token.row.secret_digest = sha256_of("slw_old");
    MUST(storage::insert_token(tx, token.row));
    commit(std::move(tx));

    EXPECT_EQ(MUST(book_.find("slw_old"))->name, "a\\x0a\\xe2\\x80\\xaeb");
    EXPECT_EQ(shown_name("ci"), "ci");
}

TEST_F(TokensTest, ATokenEndsWithItsLifetime) {
    const auto token = make(60s);

    EXPECT_TRUE(MUST(book_.find(token.secret)).has_value());
    clock_.time += 60s;
    EXPECT_FALSE(MUST(book_.find(token.secret)).has_value());
    EXPECT_EQ(book_.refusal_of(token.secret).message(), "the token 'ci (#" + std::to_string(token.row.id) +
                                                            ")' expired on 1970-01-01T00:17:40Z; ask for a new one");
}

TEST_F(TokensTest, ARevokedTokenIsForgottenWhenTokensAreReadAgain) {
    const auto token = make(std::nullopt);
    auto tx = MUST(catalog_->write());
    EXPECT_TRUE(MUST(storage::delete_token(tx, token.row.id)));
    MUST(std::move(tx).commit());
    EXPECT_TRUE(MUST(book_.find(token.secret)).has_value()) << "a look-up reads nothing";

    MUST(book_.refresh());

    EXPECT_FALSE(MUST(book_.find(token.secret)).has_value());
    EXPECT_THAT(book_.refusal_of(token.secret).message(), ::testing::HasSubstr("is not known: it was revoked"));
}

TEST_F(TokensTest, NobodyIsKnownWhileTokensCannotBeRead) {
    const auto token = make(std::nullopt);
    auto tx = MUST(catalog_->write());
    MUST(storage::execute(tx.connection(), "ALTER TABLE token_generation RENAME TO gone"));
    MUST(std::move(tx).commit());

    EXPECT_FALSE(book_.refresh().ok());
    EXPECT_FALSE(book_.find(token.secret).ok());

    auto mending = MUST(catalog_->write());
    MUST(storage::execute(mending.connection(), "ALTER TABLE gone RENAME TO token_generation"));
    commit(std::move(mending));
    EXPECT_TRUE(MUST(book_.find(token.secret)).has_value());
}

TEST_F(TokensTest, RefusesBadNamesAndScopes) {
    auto tx = MUST(catalog_->write());

    EXPECT_EQ(create_token(tx, "", {"admin:*"}, {}, {}).error().code(), "invalid-name");
    EXPECT_EQ(create_token(tx, "x", {}, {}, {}).error().code(), "invalid-scope");
    EXPECT_EQ(create_token(tx, "x", {"write:main"}, {}, {}).error().code(), "invalid-scope");
}

TEST(ParseLifetime, KnowsDaysHoursAndNever) {
    EXPECT_EQ(MUST(parse_lifetime("90d")), std::chrono::seconds(90 * 24h));
    EXPECT_EQ(MUST(parse_lifetime("12h")), std::chrono::seconds(12h));
    EXPECT_EQ(MUST(parse_lifetime("never")), std::nullopt);
    for (const char* text : {"", "d", "0d", "1", "-1d", "1w", "99999999999d"})
        EXPECT_FAULT(parse_lifetime(text), Fault::invalid_input);
}

}  // namespace
}  // namespace slipway::publishing
