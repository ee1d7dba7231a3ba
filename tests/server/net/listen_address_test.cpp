#include "server/net/listen_address.hpp"

#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::net {
namespace {

using ::testing::HasSubstr;

ListenAddress any_port() { return MUST(ListenAddress::parse("127.0.0.1:0")); }

TEST(ListenAddress, RendersAUrlForEveryFormItParses) {
    EXPECT_EQ(MUST(ListenAddress::parse("127.0.0.1:8080")).render(), "http://127.0.0.1:8080");
    EXPECT_EQ(MUST(ListenAddress::parse("http://0.0.0.0:80")).render(), "http://0.0.0.0:80");
    EXPECT_EQ(MUST(ListenAddress::parse("https://[::1]:8443")).render(), "https://[::1]:8443");
    EXPECT_EQ(MUST(ListenAddress::parse("unix:/run/slipway.sock")).render(), "unix:/run/slipway.sock");
}

TEST(ListenAddress, NeedsNoAddressToBeUnderstood) {
    EXPECT_EQ(MUST(ListenAddress::parse("localhost:8080")).render(), "http://127.0.0.1:8080");
    EXPECT_EQ(MUST(ListenAddress::parse(":8080")).render(), "http://0.0.0.0:8080");
    EXPECT_EQ(MUST(ListenAddress::parse("*:8080")).render(), "http://0.0.0.0:8080");
    EXPECT_EQ(MUST(ListenAddress::parse("8080")).render(), "http://0.0.0.0:8080");
    EXPECT_EQ(MUST(ListenAddress::parse("https://:8443")).render(), "https://0.0.0.0:8443");
}

TEST(ListenAddress, RefusesWhatIsNoNumericAddressAndNamesIt) {
    for (const std::string text : {"", ":", "localhost", "65536", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536",
                                   "example.com:80", "::1:80", "[127.0.0.1]:80", "unix:", "*", "ftp://127.0.0.1:21"}) {
        const auto parsed = ListenAddress::parse(text);
        EXPECT_FAULT(parsed, Fault::invalid_input);
        EXPECT_THAT(parsed.error().message(), HasSubstr("'" + text + "'"));
    }
}

TEST(ListeningSockets, ShareTheFreePortThatTheFirstOneFound) {
    auto sockets = MUST(ListeningSockets::open(any_port(), 3));

    EXPECT_NE(sockets.address().port, 0);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(static_cast<bool>(sockets.take()));
}

TEST(ListeningSockets, RefuseAPortThatSomebodyElseServesThoughPortsAreShared) {
    const auto first = MUST(ListeningSockets::open(any_port(), 2));

    const auto second = ListeningSockets::open(first.address(), 2);

    EXPECT_FAULT(second, Fault::conflict);
    EXPECT_THAT(second.error().message(), HasSubstr("in use"));
}

TEST(ListeningSockets, ReplaceTheSocketFileOfADeadProcessOnly) {
    const testing::TempDir directory;
    const auto address = MUST(ListenAddress::parse("unix:" + (directory.path() / "socket").string()));
    { const auto dead = MUST(ListeningSockets::open(address, 1)); }

    const auto alive = MUST(ListeningSockets::open(address, 2));

    EXPECT_FAULT(ListeningSockets::open(address, 1), Fault::conflict);
}

}  // namespace
}  // namespace slipway::net
