#include "server/net/address_counts.hpp"

#include "tests/support/must.hpp"

namespace slipway::net {
namespace {

class AddressCountsTest : public ::testing::Test {
protected:
    static http::TrustedProxies trusted() { return MUST(http::TrustedProxies::parse({"10.0.0.0/8", "unix"})); }
    http::TrustedProxies proxies_ = trusted();
    AddressCounts counts_{2, proxies_};
};

TEST_F(AddressCountsTest, GiveEachAddressItsOwnLimit) {
    EXPECT_TRUE(counts_.enter("192.0.2.1"));
    EXPECT_TRUE(counts_.enter("192.0.2.1"));
    EXPECT_FALSE(counts_.enter("192.0.2.1"));
    EXPECT_TRUE(counts_.enter("192.0.2.2"));
}

TEST_F(AddressCountsTest, ForgetWhatLeft) {
    EXPECT_TRUE(counts_.enter("192.0.2.1"));
    EXPECT_TRUE(counts_.enter("192.0.2.1"));
    counts_.leave("192.0.2.1");
    EXPECT_TRUE(counts_.enter("192.0.2.1"));
    EXPECT_FALSE(counts_.enter("192.0.2.1"));
}

TEST_F(AddressCountsTest, TakeAnIpv6NetworkForOneAddress) {
    EXPECT_TRUE(counts_.enter("2001:db8::1"));
    EXPECT_TRUE(counts_.enter("2001:db8::ffff:2"));
    EXPECT_FALSE(counts_.enter("2001:db8::3"));
    EXPECT_TRUE(counts_.enter("2001:db8:0:1::1"));
}

TEST_F(AddressCountsTest, HaveNoLimitForProxiesThatSpeakForOthers) {
    for (int i = 0; i < 10; ++i) {
        EXPECT_TRUE(counts_.enter("10.1.2.3"));
        EXPECT_TRUE(counts_.enter("unix"));
    }
}

}  // namespace
}  // namespace slipway::net
