#include "server/http/forwarded.hpp"

#include "tests/support/must.hpp"

namespace slipway::http {
namespace {

using ::testing::HasSubstr;

Headers forwarded_for(std::string value) {
    Headers headers;
    headers.add("X-Forwarded-For", std::move(value));
    return headers;
}

const TrustedProxies& proxies() {
    static const auto parsed = MUST(TrustedProxies::parse({"10.0.0.0/8", "fd00::/9", "192.0.2.1", "unix"}));
    return parsed;
}

TEST(TrustedProxies, ContainAddressesAndNetworks) {
    EXPECT_TRUE(proxies().trusts("10.255.0.1"));
    EXPECT_TRUE(proxies().trusts("fd7f::1"));
    EXPECT_TRUE(proxies().trusts("192.0.2.1"));
    EXPECT_FALSE(proxies().trusts("11.0.0.1"));
    EXPECT_FALSE(proxies().trusts("fd80::1"));
    EXPECT_FALSE(proxies().trusts("192.0.2.2"));
}

TEST(TrustedProxies, KnowAMappedAddressForTheIPv4AddressItIs) { EXPECT_TRUE(proxies().trusts("::ffff:10.1.2.3")); }

TEST(ClientAddress, IsThePeersUnlessThatIsTrusted) {
    EXPECT_EQ(proxies().client_address("203.0.113.9", forwarded_for("198.51.100.1")), "203.0.113.9");
    EXPECT_EQ(proxies().client_address("10.0.0.1", forwarded_for("198.51.100.1")), "198.51.100.1");
    EXPECT_EQ(proxies().client_address("unix", forwarded_for("198.51.100.1")), "198.51.100.1");
    EXPECT_EQ(TrustedProxies().client_address("10.0.0.1", forwarded_for("198.51.100.1")), "10.0.0.1");
}

TEST(ClientAddress, IsTheRightmostUntrustedEntryAsLeftOnesMayBeForged) {
    const auto chain = forwarded_for("1.1.1.1, 198.51.100.1, 10.9.9.9");

    EXPECT_EQ(proxies().client_address("10.0.0.1", chain), "198.51.100.1");
}

TEST(ClientAddress, ReadsSeveralFieldsAsOneChain) {
    auto chain = forwarded_for("198.51.100.1");
    chain.add("x-forwarded-for", "10.9.9.9");

    EXPECT_EQ(proxies().client_address("10.0.0.1", chain), "198.51.100.1");
}

TEST(ClientAddress, StopsAtAnEntryThatIsNoAddress) {
    EXPECT_EQ(proxies().client_address("10.0.0.1", forwarded_for("198.51.100.1, unknown, 10.2.2.2")), "10.2.2.2");
}

TEST(ClientAddress, LeavesPortsAway) {
    EXPECT_EQ(proxies().client_address("10.0.0.1", forwarded_for("198.51.100.1:4711")), "198.51.100.1");
    EXPECT_EQ(proxies().client_address("10.0.0.1", forwarded_for("[2001:db8::1]:80")), "2001:db8::1");
    EXPECT_EQ(proxies().client_address("10.0.0.1", forwarded_for("2001:db8::1")), "2001:db8::1");
}

TEST(TrustedProxies, RefuseWhatIsNoNetworkAndNameIt) {
    for (const std::string entry : {"proxy.example", "10.0.0.0/33", "10.0.0.0/x", "fd00::/129", ""}) {
        const auto parsed = TrustedProxies::parse({entry});
        EXPECT_FAULT(parsed, Fault::invalid_input);
        EXPECT_THAT(parsed.error().message(), HasSubstr("'" + entry + "'"));
    }
}

}  // namespace
}  // namespace slipway::http
