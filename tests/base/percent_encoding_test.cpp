#include "base/percent_encoding.hpp"

#include <gtest/gtest.h>

namespace slipway {
namespace {

TEST(PercentEncoding, IsUndoneByDecoding) {
    const std::string text = "g++ 1.0~rc/ä%";

    EXPECT_EQ(percent_encode(text, "/"), "g%2B%2B%201.0~rc/%C3%A4%25");
    EXPECT_EQ(percent_decode(percent_encode(text)), text);
}

TEST(PercentEncoding, KeepsUnreservedCharactersOfAscii) {
    EXPECT_EQ(percent_encode("azAZ09-._~"), "azAZ09-._~");
    EXPECT_EQ(percent_encode("*'()\x7f\xff"), "%2A%27%28%29%7F%FF");
}

TEST(PercentEncoding, OfAPathKeepsItsSlashesAndPlusSigns) { EXPECT_EQ(encoded_path("/main/g++ 1"), "/main/g++%201"); }

TEST(PercentDecoding, RefusesEscapesThatAreNone) {
    EXPECT_EQ(percent_decode("%"), std::nullopt);
    EXPECT_EQ(percent_decode("a%4"), std::nullopt);
    EXPECT_EQ(percent_decode("%4g"), std::nullopt);
}

TEST(PercentDecoding, DecodesOnce) { EXPECT_EQ(percent_decode("%252e"), "%2e"); }

}  // namespace
}  // namespace slipway
