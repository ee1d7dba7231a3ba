#include "server/api/routing/json.hpp"

#include "tests/support/must.hpp"

namespace slipway::api {
namespace {

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
                    Malformed{"AMemberTwice", R"({"to":"dev","to":"dev"})", "repeated-member"},
                    Malformed{"AMemberTwiceDeepInside", R"({"a":[1,{"b":{"c":1,"d":[],"c":2}}]})", "repeated-member"},
                    Malformed{"AMemberTwiceOnceEscaped", R"({"to":1,"\u0074o":2})", "repeated-member"},
                    Malformed{"AnEmptyNameTwice", R"({"":1,"":2})", "repeated-member"},
                    Malformed{"AMemberTwiceBeforeTheEnd", R"({"a":1,"a":)", "repeated-member"},
                    Malformed{"NoUtf8", "{\"a\":\"\xff\"}", "bad-request"}, Malformed{"AList", "[]", "invalid-field"},
                    Malformed{"AString", "\"x\"", "invalid-field"},
                    Malformed{"TooDeep", R"({"a":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]})", "bad-request"}),
    [](const auto& row) { return row.param.because; });

TEST(JsonObject, TellsMembersOfDifferentObjectsApart) {
    EXPECT_TRUE(JsonObject::parse(R"({"a":{"a":1},"b":[{"a":1},{"a":2}],"A":3,"aa":"a"})").ok());
}

TEST(JsonObject, TakesNoControlCharacterButInTextsOfSeveralLines) {
    const auto body =
        MUST(JsonObject::parse(R"({"reason":"a\nb","name":"\u001b[2J","scopes":["a\u0000"],"origin":"a\u2028b"})"));

    for (const auto* member : {"reason", "name", "origin"})
        EXPECT_EQ(body.text(member, "").error().code(), "invalid-field") << member;
    EXPECT_FAULT(body.texts("scopes"), Fault::invalid_input);
    EXPECT_EQ(MUST(body.lines("reason", "")), "a\nb");
}

TEST(JsonObject, GivesAMemberAwayOnce) {
    auto body = MUST(JsonObject::parse(R"({"to":"dev"})"));

    EXPECT_EQ(MUST(body.take_required_text("to")), "dev");
    EXPECT_FAULT(body.required_text("to"), Fault::invalid_input);
}

TEST(JsonObject, SaysWhereAMemberHasTheWrongType) {
    const auto body = MUST(JsonObject::parse(R"({"name":7,"scopes":["a",1],"distros":[3]})"));

    EXPECT_EQ(body.text("name", "").error().message(), "'name' must be a string");
    EXPECT_EQ(body.texts("scopes").error().message(), "'scopes' must be a list of strings");
    EXPECT_EQ(body.objects("distros").error().message(), "'distros[0]' must be an object");
    EXPECT_EQ(body.boolean("name", true).error().code(), "invalid-field");
}

}  // namespace
}  // namespace slipway::api
