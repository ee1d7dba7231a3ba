#include "base/digest.hpp"

#include "base/hex.hpp"

#include <gtest/gtest.h>

namespace slipway {
namespace {

constexpr const char* sha256_of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

struct Vector {
    const char* name;
    DigestAlgorithm algorithm;
    const char* of_abc;
};

class Digest : public ::testing::TestWithParam<Vector> {};

TEST_P(Digest, OfAbcIsThePublishedOne) { EXPECT_EQ(to_hex(digest_of(GetParam().algorithm, "abc")), GetParam().of_abc); }

INSTANTIATE_TEST_SUITE_P(, Digest,
                         ::testing::Values(Vector{"Md5", DigestAlgorithm::md5, "900150983cd24fb0d6963f7d28e17f72"},
                                           Vector{"Sha1", DigestAlgorithm::sha1,
                                                  "a9993e364706816aba3e25717850c26c9cd0d89d"},
                                           Vector{"Sha256", DigestAlgorithm::sha256, sha256_of_abc},
                                           Vector{"Sha384", DigestAlgorithm::sha384,
                                                  "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                                                  "8086072ba1e7cc2358baeca134c825a7"},
                                           Vector{"Sha512", DigestAlgorithm::sha512,
                                                  "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                                                  "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"},
                                           Vector{"Sha3", DigestAlgorithm::sha3_256,
                                                  "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"}),
                         [](const auto& row) { return row.param.name; });

TEST(Hasher, GivesTheSameDigestPieceByPiece) {
    Sha256Hasher hasher;
    hasher.update("a");
    hasher.update("");
    hasher.update("bc");

    EXPECT_EQ(hasher.finish().hex(), sha256_of_abc);
}

TEST(Hasher, IsCopiedWithWhatItWasGiven) {
    Sha256Hasher hasher;
    hasher.update("ab");
    auto copy = hasher.copy();
    hasher.update("x");
    copy.update("c");

    EXPECT_EQ(copy.finish().hex(), sha256_of_abc);
    EXPECT_NE(hasher.finish().hex(), sha256_of_abc);
}

TEST(Hasher, GoesOnAfterItWasMoved) {
    Hasher first(DigestAlgorithm::sha256);
    first.update("ab");
    Hasher second = std::move(first);
    second.update("c");

    EXPECT_EQ(to_hex(second.finish()), sha256_of_abc);
}

TEST(Sha256, IsReadFromHexOfEitherCaseAndFromItsBytes) {
    const Sha256 digest = sha256_of("abc");

    EXPECT_EQ(Sha256::parse(sha256_of_abc), digest);
    EXPECT_EQ(Sha256::parse("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"), digest);
    EXPECT_EQ(Sha256::from_raw(digest.raw()), digest);
}

TEST(Sha256, IsNothingOfAWrongLengthOrOtherCharacters) {
    EXPECT_EQ(Sha256::parse(""), std::nullopt);
    EXPECT_EQ(Sha256::parse("ba78"), std::nullopt);
    EXPECT_EQ(Sha256::parse(std::string(64, 'g')), std::nullopt);
    EXPECT_EQ(Sha256::parse(std::string(66, 'a')), std::nullopt);
    EXPECT_EQ(Sha256::from_raw(std::string(31, 'x')), std::nullopt);
}

TEST(Sha256, IsOrderedByItsBytes) {
    EXPECT_LT(*Sha256::parse("00" + std::string(62, 'f')), *Sha256::parse("f0" + std::string(62, '0')));
}

TEST(Hmac, IsThatOfRfc4231) {
    EXPECT_EQ(to_hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(to_hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

}  // namespace
}  // namespace slipway
