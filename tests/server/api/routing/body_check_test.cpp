#include "server/api/routing/body_check.hpp"

#include "server/api/resources/operations.hpp"
#include "tests/support/must.hpp"

namespace slipway::api {
namespace {

const Schema& body_of(std::string_view id) {
    for (const auto& operation : all_operations())
        if (operation.id == id && operation.body != nullptr) return *operation.body;
    ADD_FAILURE() << "no body of " << id;
    static const Schema none;
    return none;
}

Result<> check(std::string_view id, std::string_view body) {
    return check_members(MUST(JsonObject::parse(body)), body_of(id));
}

struct Unknown {
    const char* because;
    const char* id;
    const char* body;
    const char* refusal;
};
class UnknownMemberTest : public testing::TestWithParam<Unknown> {};

TEST_P(UnknownMemberTest, IsRefusedWithTheKnownOnes) {
    const auto checked = check(GetParam().id, GetParam().body);

    EXPECT_FAULT(checked, Fault::invalid_input);
    EXPECT_EQ(checked.error().code(), "unknown-field");
    EXPECT_EQ(checked.error().message(), GetParam().refusal);
}
INSTANTIATE_TEST_SUITE_P(
    Bodies, UnknownMemberTest,
    testing::Values(
        Unknown{"AtTheTop", "postPin", R"({"name":"a","why":""})",
                "'why' is not known; known are: name, channel, revision"},
        Unknown{"InAnObject", "patchChannel", R"({"keep":{"weeks":1}})",
                "'keep.weeks' is not known; known are: versions, days"},
        Unknown{"InAListOfObjects", "putRepository", R"({"distros":[{"name":"deb"},{"nmae":"rpm"}]})",
                "'distros[1].nmae' is not known; known are: name, format, architectures, components, compression, "
                "default"},
        Unknown{"InAnObjectOfAListOfObjects", "putRepository", R"({"channels":[{"name":"dev","keep":{"x":1}}]})",
                "'channels[0].keep.x' is not known; known are: versions, days"},
        Unknown{"BesideDigests", "postRemovals", R"({"packages":["00",{"name":"a","distro":"b"}]})",
                "'packages[1].distro' is not known; known are: name, version, architecture"},
        Unknown{"OfAnAnswerInAChange", "patchChannel", R"({"revision":7})",
                "'revision' is not known; known are: name, immutable_versions, protected, promote_from, keep"},
        Unknown{"WhereThereIsNone", "retireKey", R"({"force":true})", "'force' is not known; known are: "}),
    [](const auto& row) { return row.param.because; });

TEST(BodyCheck, TakesWhatAnAnswerHasInADeclaration) {
    EXPECT_TRUE(check("putChannel", R"({"name":"dev","revision":7,"root":"x","keep":null,"expires_at":null})").ok());
}

TEST(BodyCheck, RefusesAnotherValueWhereAnObjectBelongs) {
    EXPECT_EQ(check("patchRepository", R"({"retention":3})").error().message(), "'retention' must be an object");
    EXPECT_EQ(check("putRepository", R"({"distros":["deb"]})").error().message(), "'distros[0]' must be an object");
}

}  // namespace
}  // namespace slipway::api
