#include "base/base64.hpp"

#include <gtest/gtest.h>

namespace slipway {
namespace {

TEST(Base64, DecodesWithAndWithoutPadding) {
    EXPECT_EQ(base64_decode("aGVsbG8="), "hello");
    EXPECT_EQ(base64_decode("aGVsbG8"), "hello");
    EXPECT_EQ(base64_decode(""), "");
}

TEST(Base64, RefusesOtherCharacters) {
    EXPECT_EQ(base64_decode("aGVs bG8="), std::nullopt);
    EXPECT_EQ(base64_decode("aGVs-G8="), std::nullopt);
}

}  // namespace
}  // namespace slipway
