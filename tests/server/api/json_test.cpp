#include "server/api/json.hpp"

#include "tests/support/must.hpp"

namespace slipway::api {
namespace {

TEST(Json, RendersMembersInTheOrderTheyWereGiven) {
    auto json = Json::object({{"z", 1}, {"a", "quote \" here"}, {"none", nullptr}});

    json.add("list", std::vector<std::string>{"x", "y"}).add("yes", true);

    EXPECT_EQ(json.text(), R"({"z":1,"a":"quote \" here","none":null,"list":["x","y"],"yes":true})");
}

TEST(JsonObject, AnEmptyBodyIsAnEmptyObject) {
    const auto body = MUST(JsonObject::parse(" \n"));

    EXPECT_FALSE(MUST(body.text("name", "")).has_value());
}

TEST(JsonObject, AbsentKeepsAndNullRestoresTheDefault) {
    const auto body = MUST(JsonObject::parse(R"({"origin":null,"sign_packages":null})"));

    EXPECT_EQ(MUST(body.text("origin", "main")), "main");
    EXPECT_EQ(MUST(body.boolean("sign_packages", true)), true);
    EXPECT_FALSE(MUST(body.text("description", "")).has_value());
}

TEST(JsonObject, NamesAnUnknownMemberAndTheKnownOnes) {
    const auto body = MUST(JsonObject::parse(R"({"distros":[{"nmae":"deb"}]})"));
    const auto distros = MUST(body.objects("distros"));

    const auto checked = distros.front().allow_only({"name", "format"});

    EXPECT_FAULT(checked, Fault::invalid_input);
    EXPECT_EQ(checked.error().code(), "unknown-field");
    EXPECT_EQ(checked.error().message(), "'distros[0].nmae' is not known; known are: name, format");
}

TEST(JsonObject, RefusesMembersWhoseEffectIsNotBuiltYet) {
    const auto body = MUST(JsonObject::parse(R"({"keep":{"versions":3}})"));

    const auto checked = body.allow_only({"name"}, {"keep"});

    EXPECT_FAULT(checked, Fault::unsupported);
    EXPECT_EQ(checked.error().code(), "not-supported");
}

struct Malformed {
    const char* because;
    const char* body;
    const char* code;
};
class JsonObjectTest : public testing::TestWithParam<Malformed> {};

TEST_P(JsonObjectTest, RefusesTheBody) {
    const auto body = JsonObject::parse(GetParam().body);

    EXPECT_FAULT(body, Fault::invalid_input);
    EXPECT_EQ(body.error().code(), GetParam().code);
}
INSTANTIATE_TEST_SUITE_P(
    Bodies, JsonObjectTest,
    testing::Values(Malformed{"CutShort", R"({"a":)", "bad-request"},
                    Malformed{"TrailingComma", R"({"a":1,})", "bad-request"},
                    Malformed{"Comments", "{}/**/", "bad-request"}, Malformed{"SomethingAfter", "{} {}", "bad-request"},
                    Malformed{"AList", "[]", "invalid-field"}, Malformed{"AString", "\"x\"", "invalid-field"},
                    Malformed{"TooDeep", R"({"a":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]})", "bad-request"}),
    [](const auto& row) { return row.param.because; });

TEST(JsonObject, SaysWhereAMemberHasTheWrongType) {
    const auto body = MUST(JsonObject::parse(R"({"name":7,"scopes":["a",1],"distros":[3]})"));

    EXPECT_EQ(body.text("name", "").error().message(), "'name' must be a string");
    EXPECT_EQ(body.texts("scopes").error().message(), "'scopes' must be a list of strings");
    EXPECT_EQ(body.objects("distros").error().message(), "'distros[0]' must be an object");
    EXPECT_EQ(body.boolean("name", true).error().code(), "invalid-field");
}

}  // namespace
}  // namespace slipway::api
