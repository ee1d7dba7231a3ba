#include "base/bytes.hpp"

#include <gtest/gtest.h>

namespace slipway {
namespace {

constexpr unsigned char counting[] = {0xf1, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0xf8};

TEST(Bytes, ReadTheMostSignificantByteFirst) {
    EXPECT_EQ(big_endian_16(counting), 0xf102u);
    EXPECT_EQ(big_endian_32(counting), 0xf1020304u);
    EXPECT_EQ(big_endian_64(counting), 0xf1020304050607f8u);
}

TEST(Bytes, AppendWhatIsReadBack) {
    std::string bytes = "x";
    append_big_endian_32(bytes, 0xf1020304u);
    append_big_endian_64(bytes, 0xf1020304050607f8u);

    EXPECT_EQ(bytes.size(), 13u);
    EXPECT_EQ(big_endian_32(as_unsigned(bytes.data()) + 1), 0xf1020304u);
    EXPECT_EQ(big_endian_64(as_unsigned(bytes.data()) + 5), 0xf1020304050607f8u);
}

}  // namespace
}  // namespace slipway
