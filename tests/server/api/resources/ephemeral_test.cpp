// Ephemeral channels through the API: the rule, the first upload, and what is said after the end.
#include "publishing/planning/put_repository_change.hpp"
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <future>

namespace slipway::api {
namespace {

using testing::a_deb;
using ::testing::HasSubstr;

class EphemeralChannels : public ::testing::Test {
protected:
    EphemeralChannels() {
        api_.make_main();
        const auto set = put_rule(R"({"pattern":"branch-*","base":"dev","ttl":"2d"})");
        EXPECT_EQ(set.status, 200U) << body_of(set);
    }

    Response put_rule(const std::string& rule) { return api_.put(main_url, R"({"ephemeral":)" + rule + "}"); }
    Response upload(const std::string& channel) { return api_.upload("hello.deb", a_deb("hello").build(), channel); }
    /// Two days later.
    void let_expire() {
        api_.clock().advance(std::chrono::hours(48));
        api_.publisher().expire_channels();
        std::promise<void> done;
        // Changes have their turn in order.
        api_.publisher().carry_out<publishing::PutRepositoryChange>(
            "main", publishing::Actor{}, publishing::RepositoryPut{}, [&](auto) { done.set_value(); });
        done.get_future().wait();
    }

    TestApi api_;
};

TEST_F(EphemeralChannels, AreMadeByAnUploadWhoseTokenNamesThem) {
    api_.use_token(api_.make_token({"upload:main/branch-*"}));

    const auto uploaded = upload("branch-x");

    EXPECT_EQ(uploaded.status, 201U) << body_of(uploaded);
    const auto channel = api_.get(main_url + "/channels/branch-x");
    EXPECT_EQ(channel.status, 200U);
    EXPECT_EQ(member(channel, "immutable_versions"), "false");
    EXPECT_THAT(member(channel, "expires_at"), ::testing::StartsWith("2027-01-"));
    EXPECT_EQ(member(api_.get(dev_url), "expires_at"), "null");
    EXPECT_EQ(upload("feature").status, 403U);
}

TEST_F(EphemeralChannels, AreRefusedUnderNamesTheRuleDoesNotAllow) {
    EXPECT_EQ(upload("feature").status, 404U);
    EXPECT_EQ(code_of(upload("branch-X")), "invalid-name");
    put_rule("null");
    EXPECT_EQ(upload("branch-x").status, 404U);
}

TEST_F(EphemeralChannels, AnswerGoneAfterTheirEndWhereverTheyWere) {
    upload("branch-x");
    for (const auto* path : {"/main/deb/dists/branch-x/InRelease", "/main/rpm/branch-x/x86_64/repodata/repomd.xml"})
        EXPECT_EQ(api_.get(path).status, 200U) << path;
    let_expire();

    for (const auto* path :
         {"/main/deb/dists/branch-x/InRelease", "/main/deb/dists/branch-x/main/binary-amd64/Packages.gz",
          "/main/rpm/branch-x/x86_64/repodata/repomd.xml", "/main/rpm/branch-x/x86_64/packages/0123456789abcdef/a.rpm",
          "/main/deb/branch-x.sources", "/main/rpm/branch-x.repo", "/main/branch-x.sh"}) {
        const auto gone = api_.get(path);
        EXPECT_EQ(gone.status, 410U) << path;
        EXPECT_THAT(body_of(gone), HasSubstr("has expired")) << path;
    }
    EXPECT_EQ(code_of(api_.get(main_url + "/channels/branch-x")), "channel-expired");
    EXPECT_EQ(api_.get("/main/deb/dists/branch-y/InRelease").status, 404U);
}

TEST_F(EphemeralChannels, ComeBackWithTheNextUploadWhileTheRuleAllowsTheirName) {
    upload("branch-x");
    let_expire();
    put_rule("null");
    const auto gone = upload("branch-x");
    put_rule(R"({"pattern":"branch-*","ttl":"12h"})");

    EXPECT_EQ(gone.status, 410U);
    EXPECT_EQ(code_of(gone), "channel-expired");
    EXPECT_EQ(upload("branch-x").status, 201U);
    EXPECT_EQ(api_.get("/main/deb/dists/branch-x/InRelease").status, 200U);
}

TEST_F(EphemeralChannels, ShowTheirRule) {
    EXPECT_THAT(body_of(api_.get(main_url)),
                HasSubstr(R"("ephemeral":{"pattern":"branch-*","base":"dev","ttl":"2d"})"));
    api_.patch(main_url, R"({"description":"x"})");
    EXPECT_THAT(body_of(api_.get(main_url)), HasSubstr(R"("ephemeral":{"pattern")"))
        << "absent members keep their value";
    put_rule(R"({"pattern":"branch-*","base":null,"ttl":"36h"})");
    EXPECT_THAT(body_of(api_.get(main_url)), HasSubstr(R"("base":null,"ttl":"36h"})"));
    put_rule("null");
    EXPECT_THAT(body_of(api_.get(main_url)), HasSubstr(R"("ephemeral":null)"));
}

TEST_F(EphemeralChannels, NeedARuleThatIsClear) {
    for (const auto* rule :
         {R"({})", R"({"pattern":"branch-*"})", R"({"pattern":"*","ttl":"1d"})", R"({"pattern":"branch","ttl":"1d"})",
          R"({"pattern":"Branch-*","ttl":"1d"})", R"({"pattern":"branch-*","ttl":"never"})",
          R"({"pattern":"branch-*","ttl":"9999999d"})", R"({"pattern":"branch-*","ttl":"1d","base":"none"})",
          R"({"pattern":"d*","ttl":"1d","base":"dev"})", R"("branch-*")"}) {
        const auto refused = put_rule(rule);
        EXPECT_EQ(refused.status, 422U) << rule;
        EXPECT_EQ(code_of(refused), "invalid-field") << rule;
    }
    EXPECT_EQ(code_of(put_rule(R"({"pattern":"branch-*","ttl":"1d","x":1})")), "unknown-field");
    EXPECT_THAT(body_of(api_.get(main_url)), HasSubstr(R"("ttl":"2d")")) << "all or nothing";
}

TEST_F(EphemeralChannels, CannotBeginWithABaseThatIsGone) {
    api_.del(dev_url);

    const auto refused = upload("branch-x");

    EXPECT_EQ(refused.status, 409U);
    EXPECT_EQ(code_of(refused), "ephemeral-base");
}

}  // namespace
}  // namespace slipway::api
