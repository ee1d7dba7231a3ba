#include "server/descriptors.hpp"

#include <gtest/gtest.h>

namespace slipway::server {
namespace {

TEST(Descriptors, SufficeForAllConnectionsAndFilesWhereTheLimitIsHigh) {
    const auto shares = share_descriptors(65'536, 20'000, {2, 256, 10});
    EXPECT_EQ(shares.for_connections, 20'000U);
    EXPECT_GT(shares.for_files, 4'000U);
}

TEST(Descriptors, OfConnectionsLeaveThoseOfFiles) {
    const auto shares = share_descriptors(20'000, 20'000, {2, 256, 10});
    EXPECT_LT(shares.for_connections, 20'000U);
    EXPECT_EQ(shares.for_connections + shares.for_files, 20'000U);
}

TEST(Descriptors, AreHalvedWhereThereAreFew) {
    const auto shares = share_descriptors(1024, 20'000, {2, 256, 10});
    EXPECT_EQ(shares.for_connections, 512U);
    EXPECT_EQ(shares.for_files, 512U);
}

TEST(Descriptors, AreNotGivenToMoreConnectionsThanAreWanted) {
    EXPECT_EQ(share_descriptors(65'536, 100, {2, 256, 10}).for_connections, 100U);
}

}  // namespace
}  // namespace slipway::server
