#include "server/http/credentials.hpp"

#include "tests/support/must.hpp"

namespace slipway::http {
namespace {

std::optional<std::string> token_in(std::string authorization) {
    Headers headers;
    headers.add("Authorization", std::move(authorization));
    return token_of(headers);
}

TEST(Credentials, ATokenComesAsBearer) {
    EXPECT_EQ(token_in("Bearer slw_abc"), "slw_abc");
    EXPECT_EQ(token_in("bearer  slw_abc "), "slw_abc");
}

TEST(Credentials, ATokenComesAsTheBasicPasswordOfAnyUser) {
    EXPECT_EQ(token_in("Basic YXB0OnNsd19hYmM="), "slw_abc");  // apt:slw_abc
    EXPECT_EQ(token_in("Basic OnNsd19hYmM="), "slw_abc");      // :slw_abc
    EXPECT_EQ(token_in("Basic OnNsd19hYmM"), "slw_abc");
    EXPECT_EQ(token_in("Basic YTpiOmM="), "b:c");  // a password may hold colons
}

TEST(Credentials, NothingUnreadableIsAToken) {
    EXPECT_EQ(token_of(Headers()), std::nullopt);
    EXPECT_EQ(token_in("Bearer"), std::nullopt);
    EXPECT_EQ(token_in("Bearer "), std::nullopt);
    EXPECT_EQ(token_in("Basic YXB0"), std::nullopt);      // no colon
    EXPECT_EQ(token_in("Basic YXB0Og=="), std::nullopt);  // empty password
    EXPECT_EQ(token_in("Basic !!!"), std::nullopt);
    EXPECT_EQ(token_in("Digest username=\"a\""), std::nullopt);
}

}  // namespace
}  // namespace slipway::http
