// Tokens and the audit log through the API: what a token may do, when it ends, and that every change is told.
#include "server/api/routing/json.hpp"
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <future>

namespace slipway::api {
namespace {

using testing::a_deb;
using ::testing::HasSubstr;
using ::testing::Not;

class ApiAccess : public ::testing::Test {
protected:
    ApiAccess() { api_.make_main(); }

    std::string events(const std::string& query = "") { return body_of(api_.get("/api/v1/events" + query)); }

    TestApi api_;
};

class Tokens : public ApiAccess {};
class Events : public ApiAccess {
protected:
    /// Until what was handed to it before is done.
    void wait_for_publisher() {
        std::promise<void> done;
        api_.publisher().write([](auto&) { return Result<>(); }, [&](auto) { done.set_value(); });
        done.get_future().wait();
    }
};

TEST_F(Tokens, AreMadeListedWithoutTheirSecretAndDeleted) {
    const auto made = api_.post("/api/v1/tokens", R"({"name":"ci","scopes":["upload:main"]})");
    const auto listed = api_.get("/api/v1/tokens");
    const auto deleted = api_.del("/api/v1/tokens/" + member(made, "id"));

    EXPECT_EQ(made.status, 201U) << body_of(made);
    EXPECT_THAT(member(made, "secret"), ::testing::MatchesRegex("slw_[A-Za-z0-9]{40}"));
    EXPECT_THAT(body_of(listed), HasSubstr(R"("name":"ci","scopes":["upload:main"])"));
    EXPECT_THAT(body_of(listed), Not(HasSubstr("slw_")));
    EXPECT_EQ(deleted.status, 204U);
    EXPECT_EQ(api_.del("/api/v1/tokens/" + member(made, "id")).status, 404U);
}

TEST_F(Tokens, KnowThemselvesWithoutBeingRefused) {
    const auto secret = api_.make_token({"upload:main/dev"});
    api_.use_token(secret);
    const auto own = api_.get("/api/v1/token");
    api_.use_token("slw_" + std::string(40, 'x'));
    const auto unknown = api_.get("/api/v1/token");
    api_.use_token("");
    const auto none = api_.get("/api/v1/token");

    EXPECT_EQ(own.status, 200U) << body_of(own);
    EXPECT_THAT(body_of(own), HasSubstr(R"("name":"some token","scopes":["upload:main/dev"])"));
    EXPECT_THAT(body_of(own), Not(HasSubstr(secret)));
    EXPECT_EQ(unknown.status, 401U);
    EXPECT_EQ(none.status, 401U);
}

TEST_F(Tokens, LiveFor90DaysUnlessToldOtherwise) {
    const auto usual = api_.make_token({"upload:main"});
    const auto endless =
        member(api_.post("/api/v1/tokens", R"({"name":"x","scopes":["upload:main"],"expires_in":"never"})"), "secret");
    const auto status_with = [&](const std::string& secret) {
        api_.use_token(secret);
        return api_.upload("hello.deb", a_deb("hello").build()).status;
    };

    api_.clock().advance(std::chrono::hours(24 * 90 - 1));
    EXPECT_EQ(status_with(usual), 201U);
    api_.clock().advance(std::chrono::hours(1));
    EXPECT_EQ(status_with(usual), 401U);
    EXPECT_EQ(status_with(endless), 200U);
}

TEST_F(Tokens, AreRefusedWhenTheRequestIsNotClear) {
    const std::pair<const char*, const char*> rows[] = {
        {R"({"scopes":["upload:main"]})", "invalid-field"},
        {R"({"name":"x"})", "invalid-scope"},
        {R"({"name":"x","scopes":["upload"]})", "invalid-scope"},
        {R"({"name":"x","scopes":["upload:main"],"expires_in":"soon"})", "invalid-field"},
        {R"({"name":"x","scopes":["upload:main"],"ends":"soon"})", "unknown-field"},
    };
    for (const auto& [body, code] : rows) {
        const auto refused = api_.post("/api/v1/tokens", body);
        EXPECT_EQ(refused.status, 422U) << body;
        EXPECT_EQ(code_of(refused), code) << body;
    }
    EXPECT_EQ(count_of("\"id\":", body_of(api_.get("/api/v1/tokens"))), 1U);
}

TEST_F(Tokens, ThatAreNotValidAreAnsweredAsSuchTwentyTimesAMinuteAndAddress) {
    const auto valid = api_.secret();
    api_.use_token("slw_0000000000000000000000000000000000000000");
    for (int i = 0; i < 20; ++i) EXPECT_EQ(api_.get("/api/v1/tokens").status, 401U);

    const auto refused = api_.get("/api/v1/tokens");

    EXPECT_EQ(refused.status, 429U);
    EXPECT_EQ(code_of(refused), "too-many-failures");
    EXPECT_TRUE(refused.headers.find("Retry-After").has_value());
    EXPECT_EQ(api_.get(main_url).status, 200U) << "reading needs no token";
    api_.use_token(valid);
    EXPECT_EQ(api_.get("/api/v1/tokens").status, 200U) << "one broken job locks nobody out";
}

TEST_F(Tokens, MadeOrDeletedByAnotherProcessCountAsSoonAsTokensAreReadAgain) {
    auto tx = MUST(api_.catalog().write());
    const auto made = MUST(publishing::create_token(tx, "cli", {"upload:main"}, {}, api_.clock().now()));
    MUST(std::move(tx).commit());
    api_.read_tokens();
    api_.use_token(made.secret);

    EXPECT_EQ(api_.upload("hello.deb", a_deb("hello").build()).status, 201U);

    auto deleting = MUST(api_.catalog().write());
    MUST(storage::delete_token(deleting, made.row.id));
    MUST(std::move(deleting).commit());
    api_.read_tokens();
    EXPECT_EQ(api_.upload("hello.deb", a_deb("hello").build()).status, 401U);
}

struct Lacking {
    const char* because;
    const char* scope;
    Method method;
    const char* target;
    const char* missing;

    friend std::ostream& operator<<(std::ostream& out, const Lacking& row) { return out << row.because; }
};
class Scopes : public ApiAccess, public ::testing::WithParamInterface<Lacking> {};

TEST_P(Scopes, ThatAreMissingAreNamed) {
    api_.use_token(api_.make_token({GetParam().scope}));
    const bool has_body = GetParam().method == Method::put || GetParam().method == Method::post;

    const auto refused =
        api_.send(GetParam().method, GetParam().target, has_body ? std::optional<std::string>("{}") : std::nullopt, {});

    EXPECT_EQ(refused.status, 403U) << body_of(refused);
    EXPECT_EQ(code_of(refused), "forbidden");
    EXPECT_THAT(member(refused, "detail"), HasSubstr(GetParam().missing));
}
INSTANTIATE_TEST_SUITE_P(
    Of, Scopes,
    ::testing::Values(
        Lacking{"AnUpload", "upload:main/stable", Method::put, "/api/v1/repositories/main/channels/dev/packages/a.deb",
                "the scope upload:main/dev"},
        Lacking{"ARemoval", "upload:main", Method::del,
                "/api/v1/repositories/main/channels/dev/packages/0123456789abcdef", "the scope promote:main/dev"},
        Lacking{"AChannel", "promote:main", Method::put, "/api/v1/repositories/main/channels/dev",
                "the scope admin:main"},
        Lacking{"APurge", "promote:main", Method::post, "/api/v1/repositories/main/packages/0123456789abcdef/purge",
                "the scope admin:main"},
        Lacking{"ANewRepository", "admin:main", Method::put, "/api/v1/repositories/other", "the scope admin:*"},
        Lacking{"ADeletion", "admin:main", Method::del, "/api/v1/repositories/main", "the scope admin:*"},
        Lacking{"AToken", "admin:main", Method::post, "/api/v1/tokens", "the scope admin:*"},
        Lacking{"EventsOfAll", "admin:main", Method::get, "/api/v1/events", "the scope admin:*"},
        Lacking{"EventsOfAnother", "admin:main", Method::get, "/api/v1/events?repository=other",
                "the scope admin:other"}),
    [](const auto& row) { return row.param.because; });

TEST_F(Events, TellWhoDidWhatWhenAndFromWhere) {
    api_.upload("hello.deb", a_deb("hello").build());
    const auto sha256 = sha256_of(a_deb("hello").build()).hex();
    api_.del(dev_url + "/packages/" + sha256 + "?reason=bad%20build");
    api_.put(dev_url, R"({"immutable_versions":true})");
    api_.post(main_url + "/keys", R"({"algorithm":"ed25519"})");
    api_.make_token({"upload:main"});
    api_.del("/api/v1/tokens/2");
    api_.send(Method::del, main_url + "/channels/stable", std::nullopt, {});

    const auto all = events();

    for (const auto* action : {"repository.create", "upload", "remove", "channel.update", "key.create", "token.create",
                               "token.revoke", "channel.delete"})
        EXPECT_THAT(all, HasSubstr("\"action\":\"" + std::string(action) +
                                   "\",\"actor\":\"admin (#1)\",\"address\":\"192.0.2.7\""));
    EXPECT_EQ(count_of("\"time\":\"2027-01-", all), count_of("\"action\":", all));
    EXPECT_THAT(all, HasSubstr("\"reason\":\"bad build\""));
    EXPECT_THAT(all, HasSubstr("\"channel\":\"dev\",\"details\":{\"packages\":[{\"sha256\":\"" + sha256));
}

TEST_F(Events, AreReadPageByPage) {
    api_.put(dev_url, R"({"immutable_versions":true})");
    api_.put(dev_url, R"({"immutable_versions":false})");

    const auto first = api_.get("/api/v1/events?limit=1");
    const auto rest = events("?after=" + member(first, "next"));

    EXPECT_EQ(count_of("\"action\":", body_of(first)), 1U);
    EXPECT_EQ(member(first, "action"), "repository.create");
    EXPECT_EQ(count_of("\"action\":", rest), 2U);
    EXPECT_EQ(code_of(api_.get("/api/v1/events?after=x")), "invalid-field");
}

TEST_F(Events, FormAChainWhoseHeadIsAskedForAlone) {
    api_.put(dev_url, R"({"immutable_versions":true})");

    const auto both = body_of(api_.get("/api/v1/events"));
    const auto head = api_.get("/api/v1/events?limit=0");

    const auto first = member(api_.get("/api/v1/events?limit=1"), "hash");
    EXPECT_THAT(both, HasSubstr("\"previous_hash\":\"" + first + "\""));
    EXPECT_EQ(body_of(head), R"({"events":[],"head":{"number":2,"hash":")" +
                                 member(api_.get("/api/v1/events?after=1"), "hash") + "\"},\"next\":null}\n");
}

TEST_F(Events, AreExportedAsJsonLines) {
    api_.put(dev_url, R"({"immutable_versions":true})");

    const auto lines = api_.get("/api/v1/events?format=jsonl");

    EXPECT_EQ(lines.headers.find("Content-Type"), "application/jsonl");
    EXPECT_EQ(count_of("\n", body_of(lines)), 2U);
    EXPECT_THAT(body_of(lines), ::testing::StartsWith(R"({"number":1,"time":")"));
    EXPECT_EQ(code_of(api_.get("/api/v1/events?format=xml")), "invalid-field");
}

TEST_F(Events, TellWhatWasRefusedToATokenTenTimesAndThenHowOften) {
    const auto admin = api_.secret();
    const auto weak = api_.make_token({"upload:main/stable"});
    api_.use_token(weak);
    for (int i = 0; i < 13; ++i) EXPECT_EQ(api_.upload("a.deb?x=secret", "a").status, 403U);
    api_.refusals().write_counts(std::chrono::steady_clock::time_point::max());
    wait_for_publisher();
    api_.use_token(admin);

    const auto all = events("?limit=1000");

    EXPECT_EQ(count_of("\"action\":\"access.refuse\"", all), 11U);
    EXPECT_THAT(all,
                HasSubstr(R"-("actor":"some token (#2)","address":"192.0.2.7","repository":"main","channel":"dev",)-"
                          R"("details":{"request":"PUT )"));
    EXPECT_THAT(all, HasSubstr("this token lacks the scope upload:main/dev"));
    EXPECT_THAT(all, HasSubstr(R"("details":{"further_refusals":3})"));
    EXPECT_THAT(all, Not(HasSubstr("secret")));
    EXPECT_EQ(api_.refusals().with_token(), 13U);
}

TEST_F(Events, AreNotMadeOfWhatStrangersAreRefused) {
    const auto before = events();
    const auto admin = api_.secret();
    for (const auto* stranger : {"", "slw_unknown"}) {
        api_.use_token(stranger);
        EXPECT_EQ(api_.upload("a.deb", "a").status, 401U);
    }
    api_.use_token(admin);

    EXPECT_EQ(events(), before);
    EXPECT_EQ(api_.refusals().without_token(), 2U);
}

TEST_F(Events, OfOneRepositoryAreForItsAdministrator) {
    api_.put("/api/v1/repositories/other", "{}");
    api_.make_token({"upload:main"});
    api_.use_token(api_.make_token({"admin:main"}));

    const auto of_main = events("?repository=main");

    EXPECT_EQ(count_of("\"action\":", of_main), 1U);
    EXPECT_THAT(of_main, HasSubstr("\"repository\":\"main\""));
}

TEST_F(Events, AreNotMadeByRetries) {
    api_.upload("hello.deb", a_deb("hello").build());
    const auto before = events();

    api_.upload("hello.deb", a_deb("hello").build());

    EXPECT_EQ(events(), before);
}

}  // namespace
}  // namespace slipway::api
