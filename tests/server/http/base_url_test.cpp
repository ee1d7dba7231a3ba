#include "server/http/base_url.hpp"

#include "tests/support/must.hpp"

namespace slipway::http {
namespace {

http::Request request_for(std::vector<std::string> path, std::string host) {
    http::Request request;
    request.path = std::move(path);
    request.headers.add("Host", std::move(host));
    return request;
}

TEST(Mount, APublicUrlIsTheBaseWhateverTheRequestSays) {
    const auto base = MUST(Mount("https://example.com/packages").base_of(request_for({}, "evil.example")));

    EXPECT_EQ(base.text, "https://example.com/packages");
    EXPECT_EQ(base.from, BaseFrom::configuration);
}

TEST(Mount, WithoutAPublicUrlTheHostIsTheBase) {
    const auto base = MUST(Mount("").base_of(request_for({}, "127.0.0.1:8080")));

    EXPECT_EQ(base.text, "http://127.0.0.1:8080");
    EXPECT_EQ(base.from, BaseFrom::request);
}

TEST(Mount, RefusesAMalformedHost) {
    const auto base = Mount("").base_of(request_for({}, "a/<script>"));

    EXPECT_FAULT(base, Fault::invalid_input);
    EXPECT_EQ(base.error().code(), "bad-request");
}

TEST(Mount, RequestsComeBelowThePathOfThePublicUrl) {
    const Mount mount("https://example.com/packages");
    const auto inside = request_for({"packages", "main", "keys.asc"}, "x");
    const auto outside = request_for({"main", "keys.asc"}, "x");

    ASSERT_TRUE(mount.path_below(inside).has_value());
    EXPECT_EQ(mount.path_below(inside)->front(), "main");
    EXPECT_FALSE(mount.path_below(outside).has_value());
    EXPECT_EQ(mount.path(), "/packages");
}

TEST(Mount, ItsOwnOriginHasNoPath) {
    const Mount mount("https://example.com/packages");
    const auto request = request_for({}, "example.com");

    EXPECT_TRUE(mount.is_own_origin(request, "https://example.com"));
    EXPECT_FALSE(mount.is_own_origin(request, "http://example.com"));
    EXPECT_FALSE(mount.is_own_origin(request, "null"));
}

}  // namespace
}  // namespace slipway::http
