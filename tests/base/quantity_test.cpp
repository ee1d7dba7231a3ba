#include "base/quantity.hpp"

#include <gtest/gtest.h>

namespace slipway {
namespace {

using namespace std::chrono_literals;

TEST(Duration, IsANumberOfSecondsMinutesHoursOrDays) {
    EXPECT_EQ(parse_duration("30s"), 30s);
    EXPECT_EQ(parse_duration("5m"), 5min);
    EXPECT_EQ(parse_duration("12h"), 12h);
    EXPECT_EQ(parse_duration("7d"), 7 * 24h);
}

TEST(Size, IsANumberOfBytesOrOfABinaryUnit) {
    EXPECT_EQ(parse_size("8589934592"), 8589934592U);
    EXPECT_EQ(parse_size("512KiB"), 512U << 10);
    EXPECT_EQ(parse_size("8GiB"), 8ULL << 30);
    EXPECT_EQ(parse_size("1TiB"), 1ULL << 40);
    EXPECT_EQ(parse_size("20G"), 20ULL << 30);
    EXPECT_EQ(parse_size("1K"), 1024U);
}

TEST(Quantity, ThatIsNoneIsNotGuessed) {
    for (const auto* text : {"", "d", "0d", "-1d", "1.5d", "1 d", "1w", "1D", "7", "9223372036854775807d"})
        EXPECT_EQ(parse_duration(text), std::nullopt) << text;
    for (const auto* text : {"", "KiB", "0", "1KB", "1 KiB", "1kib", "1g", "1.5GiB", "18446744073709551616"})
        EXPECT_EQ(parse_size(text), std::nullopt) << text;
}

}  // namespace
}  // namespace slipway
