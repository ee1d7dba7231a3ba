#include "server/http/message.hpp"
#include "server/http/method.hpp"
#include "tests/support/must.hpp"

namespace slipway::http {
namespace {

TEST(Headers, AreFoundWhateverTheirCase) {
    Headers headers;
    headers.add("Content-Type", "text/plain");

    EXPECT_EQ(headers.find("content-type"), "text/plain");
    EXPECT_EQ(headers.find("content"), std::nullopt);
}

TEST(Headers, GiveTheFirstOfSeveralFieldsOfOneName) {
    Headers headers;
    headers.add("Via", "a");
    headers.add("via", "b");

    EXPECT_EQ(headers.find("VIA"), "a");
    EXPECT_EQ(headers.fields().size(), 2U);
}

TEST(Method, ParsesWhatItRenders) {
    for (const auto method : {Method::get, Method::head, Method::put, Method::post, Method::del, Method::options})
        EXPECT_EQ(parse_method(name_of(method)), method);
}

TEST(Method, IsCaseSensitiveAndKnowsWhenItDoesNotKnow) {
    EXPECT_EQ(parse_method("get"), Method::other);
    EXPECT_EQ(parse_method("PROPFIND"), Method::other);
}

}  // namespace
}  // namespace slipway::http
