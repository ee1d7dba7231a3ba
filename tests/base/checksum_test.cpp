#include "base/checksum.hpp"

#include "base/hex.hpp"

#include <gmock/gmock.h>

namespace slipway {
namespace {

TEST(Checksum, IsThatOfTheReference) {
    EXPECT_EQ(to_hex(checksum_of("").raw()), "99aa06d3014798d86001c324468d497f");
    EXPECT_NE(checksum_of("a"), checksum_of("b"));
}

TEST(Checksum, IsTheSameInPieces) {
    const std::string bytes(300'000, 'x');
    Checksummer pieces;
    pieces.update("something before");
    pieces.reset();
    for (std::size_t at = 0; at < bytes.size(); at += 777) pieces.update(ByteView(bytes).substr(at, 777));

    EXPECT_EQ(pieces.value(), checksum_of(bytes));
}

TEST(Checksum, TellsFieldsApart) {
    Checksummer one;
    Checksummer other;
    for (const char* field : {"ab", "c"}) one.add_field(field);
    for (const char* field : {"a", "bc"}) other.add_field(field);

    EXPECT_NE(one.value(), other.value());
}

TEST(Checksum, TellsEveryFlippedBit) {
    const std::string bytes = "the bytes of a segment";
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        std::string flipped = bytes;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
        EXPECT_NE(checksum_of(flipped), checksum_of(bytes)) << bit;
    }
}

TEST(Checksum, IsStoredAsSixteenBytes) {
    const auto checksum = checksum_of("text");

    EXPECT_EQ(Checksum::from_raw(checksum.raw()), checksum);
    EXPECT_EQ(Checksum::from_raw("short"), std::nullopt);
}

}  // namespace
}  // namespace slipway
