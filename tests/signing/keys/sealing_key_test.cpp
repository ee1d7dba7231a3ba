#include "signing/keys/sealing_key.hpp"

#include "base/hex.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::signing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string digits(64, 'a');
const std::string others = std::string(63, 'a') + "b";

TEST(SealingKey, OpensWhatItSealed) {
    const auto key = MUST(SealingKey::parse(digits));
    const auto read_again = MUST(SealingKey::parse(digits));
    const std::string secret("a secret\0with a zero", 20);

    const auto sealed = MUST(key.seal(secret, "main/AB"));

    EXPECT_EQ(MUST(key.open(sealed, "main/AB")), secret);
    EXPECT_THAT(sealed, Not(HasSubstr("secret")));
    EXPECT_EQ(MUST(read_again.open(sealed, "main/AB")), secret) << "so does the same key read again";
    const auto nothing = MUST(key.seal("", ""));
    EXPECT_EQ(MUST(key.open(nothing, "")), "") << "also where there is nothing to be sealed";
}

/// Sealed by another implementation of AES-256-GCM (python3-cryptography), with the bytes 0 to 11 as the nonce.
TEST(SealingKey, OpensWhatWasSealedElsewhereInTheSameForm) {
    const auto sealed = from_hex("01000102030405060708090a0be9bdb38691f8b40dc30496d65f11ce646b7f0c416a28").value();
    const auto key = MUST(SealingKey::parse(digits));

    EXPECT_EQ(MUST(key.open(sealed, "main/AB")), "secret");
}

TEST(SealingKey, SealsTheSameSecretDifferentlyEachTime) {
    const auto key = MUST(SealingKey::parse(digits));

    EXPECT_NE(MUST(key.seal("secret", "main/AB")), MUST(key.seal("secret", "main/AB")));
}

TEST(SealingKey, OpensNothingOfAnotherKey) {
    const auto key = MUST(SealingKey::parse(digits));
    const auto other = MUST(SealingKey::parse(others));

    const auto sealed = MUST(key.seal("secret", "main/AB"));

    EXPECT_FAULT(other.open(sealed, "main/AB"), Fault::corrupt);
}

TEST(SealingKey, OpensNothingUnderAnotherName) {
    const auto key = MUST(SealingKey::parse(digits));
    const auto sealed = MUST(key.seal("secret", "main/AB"));

    for (const auto* name : {"other/AB", "main/CD", "", "main/ABB"})
        EXPECT_FAULT(key.open(sealed, name), Fault::corrupt);
}

TEST(SealingKey, OpensNothingOfWhichABitHasChanged) {
    const auto key = MUST(SealingKey::parse(digits));
    const auto sealed = MUST(key.seal("secret", "main/AB"));

    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_FALSE(key.open(changed, "main/AB").ok()) << i;
    }
    for (std::size_t size = 0; size < sealed.size(); ++size)
        EXPECT_FALSE(key.open(ByteView(sealed).substr(0, size), "main/AB").ok()) << size;
}

TEST(SealingKey, IsKnownByAnIdThatDoesNotTellIt) {
    const auto key = MUST(SealingKey::parse(digits));

    EXPECT_EQ(key.id().size(), 16U);
    EXPECT_EQ(MUST(SealingKey::parse(digits + "\n")).id(), key.id());
    EXPECT_NE(MUST(SealingKey::parse(others)).id(), key.id());
    EXPECT_THAT(digits, Not(HasSubstr(key.id())));
}

TEST(SealingKey, IsNoTextOfAnotherForm) {
    const std::string short_one(62, 'a');
    const std::string words = "not a key, but forty characters of words";

    for (const auto& text : {std::string(), short_one, digits + "aa", words, std::string(64, 'x')}) {
        const auto refused = SealingKey::parse(text);
        EXPECT_FAULT(refused, Fault::invalid_input);
        EXPECT_THAT(refused.error().message(), HasSubstr("openssl rand -hex 32"));
    }
    EXPECT_THAT(SealingKey::parse(words).error().message(), Not(HasSubstr("words"))) << "it may be a secret";
}

}  // namespace
}  // namespace slipway::signing
