#include "base/hex.hpp"

#include <gtest/gtest.h>

namespace slipway {
namespace {

TEST(Hex, WritesTwoLowerCaseDigitsAByte) { EXPECT_EQ(to_hex(std::string("\x00\x7f\xff", 3)), "007fff"); }

TEST(Hex, ReadsWhatItWroteInEitherCase) {
    EXPECT_EQ(from_hex("007fff"), std::string("\x00\x7f\xff", 3));
    EXPECT_EQ(from_hex("Ab"), "\xab");
    EXPECT_EQ(from_hex(""), "");
}

TEST(Hex, IsNothingForAnOddLengthOrAnotherCharacter) {
    EXPECT_EQ(from_hex("abc"), std::nullopt);
    EXPECT_EQ(from_hex("0g"), std::nullopt);
    EXPECT_EQ(from_hex("/0"), std::nullopt);
    EXPECT_EQ(from_hex("0:"), std::nullopt);
    EXPECT_EQ(from_hex("0x"), std::nullopt);
    EXPECT_EQ(from_hex(" 00 "), std::nullopt);
}

}  // namespace
}  // namespace slipway
