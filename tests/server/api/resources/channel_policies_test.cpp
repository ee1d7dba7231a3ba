// A channel's policies: set, read, restored, and what a protected channel refuses.
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using testing::a_deb;
using ::testing::HasSubstr;

const std::string stable_url = main_url + "/channels/stable";

class ChannelPolicies : public ::testing::Test {
protected:
    ChannelPolicies() { api_.make_main(); }

    std::string policies() {
        const auto body = body_of(api_.get(stable_url));
        const auto from = body.find("\"immutable_versions\"");
        return body.substr(from, body.rfind('}') - from);
    }

    TestApi api_;
};

TEST_F(ChannelPolicies, AreOpenUntilSet) {
    EXPECT_EQ(policies(), R"("immutable_versions":true,"protected":false,"promote_from":null,)"
                          R"("keep":{"versions":null,"days":null})");
}

TEST_F(ChannelPolicies, KeepWhatAPatchDoesNotName) {
    api_.put(stable_url, R"({"protected":true,"promote_from":["dev"],"keep":{"versions":3,"days":30}})");

    api_.patch(stable_url, R"({"keep":{"versions":5}})");

    EXPECT_EQ(policies(), R"("immutable_versions":true,"protected":true,"promote_from":["dev"],)"
                          R"("keep":{"versions":5,"days":30})");
}

TEST_F(ChannelPolicies, AreRestoredByNull) {
    api_.put(stable_url, R"({"protected":true,"promote_from":["dev"],"keep":{"versions":3,"days":30}})");

    api_.put(stable_url, R"({"protected":null,"promote_from":null,"keep":null})");

    EXPECT_EQ(policies(), R"("immutable_versions":true,"protected":false,"promote_from":null,)"
                          R"("keep":{"versions":null,"days":null})");
}

TEST_F(ChannelPolicies, AreThoseOfTheRepositorysPutWhereTheChannelIsMadeByIt) {
    const auto put = api_.put(main_url, R"({"channels":[{"name":"stable","protected":true},)"
                                        R"({"name":"new","protected":true,"keep":{"days":7}}]})");

    EXPECT_EQ(put.status, 200U) << body_of(put);
    EXPECT_THAT(policies(), HasSubstr(R"("protected":false)"));
    EXPECT_THAT(body_of(api_.get(main_url + "/channels/new")),
                HasSubstr(R"("immutable_versions":true,"protected":true,"promote_from":null,)"
                          R"("keep":{"versions":null,"days":7})"));
    EXPECT_THAT(body_of(api_.get("/api/v1/events")),
                HasSubstr(R"({"channels":[{"name":"new","immutable_versions":true,"protected":true,)"
                          R"("promote_from":null,"keep":{"versions":null,"days":7}}]})"));
}

TEST_F(ChannelPolicies, AreRefusedAsAWholeWhenOneIsWrong) {
    const std::pair<const char*, const char*> rows[] = {
        {R"({"protected":true,"keep":{"versions":0}})", "invalid-field"},
        {R"({"protected":true,"keep":{"days":"7"}})", "invalid-field"},
        {R"({"protected":true,"keep":{"weeks":1}})", "unknown-field"},
        {R"({"protected":true,"keep":3})", "invalid-field"},
        {R"({"protected":true,"promote_from":[]})", "invalid-field"},
        {R"({"protected":true,"promote_from":["No"]})", "invalid-name"},
        {R"({"protected":true,"promote_from":["dev","stable"]})", "invalid-field"},
        {R"({"protected":1})", "invalid-field"},
    };
    for (const auto& [body, code] : rows) {
        const auto refused = api_.put(stable_url, body);
        EXPECT_EQ(refused.status, 422U) << body;
        EXPECT_EQ(code_of(refused), code) << body;
    }
    EXPECT_THAT(policies(), HasSubstr("\"protected\":false"));
}

TEST_F(ChannelPolicies, AProtectedChannelRefusesAnUploadBeforeItsBody) {
    api_.put(stable_url, R"({"protected":true})");

    const auto plan = api_.plan(Method::put, stable_url + "/packages/hello.deb", 1000);

    const auto* refused = std::get_if<Response>(&plan);
    ASSERT_NE(refused, nullptr);
    EXPECT_EQ(refused->status, 403U);
    EXPECT_EQ(code_of(*refused), "channel-protected");
}

TEST_F(ChannelPolicies, AProtectedChannelRefusesRemovals) {
    const auto deb = a_deb("hello").build();
    api_.upload("hello.deb", deb, "stable");
    api_.put(stable_url, R"({"protected":true})");

    const auto refused = api_.del(stable_url + "/packages/" + sha256_of(deb).hex());

    EXPECT_EQ(refused.status, 403U);
    EXPECT_EQ(code_of(refused), "channel-protected");
    EXPECT_EQ(member(api_.get(stable_url), "package_count"), "1");
}

TEST_F(ChannelPolicies, ChangeNoRevision) {
    const auto before = member(api_.get(stable_url), "revision");

    api_.put(stable_url, R"({"protected":true,"keep":{"versions":1}})");

    EXPECT_EQ(member(api_.get(stable_url), "revision"), before);
}

}  // namespace
}  // namespace slipway::api
