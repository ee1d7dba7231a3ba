#include "server/http/host.hpp"

#include "tests/support/must.hpp"

namespace slipway::http {
namespace {

TEST(Host, IsANameOrAnAddressWithAnOptionalPort) {
    for (const auto* host : {"example.com", "example.com:8080", "localhost", "127.0.0.1:1", "[::1]",
                             "[2001:db8::1]:443", "build_host.lan", "example.com."})
        EXPECT_TRUE(is_valid_host(host)) << host;
}

TEST(Host, IsNothingThatCouldChangeAUrl) {
    for (const auto* host : {"", ":80", "a b", "a/b", "user@example.com", "example.com:", "example.com:0", "a:65536",
                             "a:8o", "::1", "[::1", "[::1]x", "[example]", "a\"b", "a<b>", "a..b", ".a"})
        EXPECT_FALSE(is_valid_host(host)) << host;
    EXPECT_FALSE(is_valid_host(std::string(256, 'a')));
    EXPECT_FALSE(is_valid_host(std::string_view("[::1\0,]", 8)));
}

}  // namespace
}  // namespace slipway::http
