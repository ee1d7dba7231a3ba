// A right is asked for again when a change has its turn: a token revoked while its request was under way changes
// nothing, whatever it asked for. The requests are those of the router's table.
#include "base/text.hpp"
#include "server/api/resources/operations.hpp"
#include "server/api/routing/json.hpp"
#include "storage/catalog/tokens.hpp"
#include "tests/server/api/test_api.hpp"
#include "tests/support/comes_true.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <future>
#include <map>
#include <memory>

namespace slipway::api {
namespace {

using testing::a_deb;
using testing::comes_true;
using ::testing::HasSubstr;

class EndedRights : public ::testing::Test {
protected:
    EndedRights() {
        api_.make_main();
        api_.put("/api/v1/repositories/other", "{}");
        api_.upload("hello.deb", a_deb("hello").build());
        api_.post(main_url + "/pins", R"({"name":"golden","channel":"dev","revision":1})");
        standby_ = member(api_.post(main_url + "/keys", R"({"algorithm":"ed25519"})"), "fingerprint");
        admin_ = api_.secret();
    }

    void use_new_token(const std::string& scope) {
        const auto made =
            api_.post("/api/v1/tokens", Json::object({{"name", "ci"}, {"scopes", std::vector{scope}}}).text());
        token_ = std::stoll(member(made, "id"));
        api_.use_token(member(made, "secret"));
    }
    void revoke() {
        auto tx = MUST(api_.catalog().write());
        MUST(storage::delete_token(tx, token_));
        MUST(std::move(tx).commit());
    }

    /// Rows and keys: the bytes of a refused upload are unreferenced, and collected later.
    std::string stored() {
        const auto all = api_.stored();
        std::string stored;
        for (const auto line : split(all, '\n'))
            if (line.find("/blobs/") == line.npos) stored += std::string(line) + "\n";
        return stored;
    }

    /// The revocation of the token has its turn, and ends when the promise is kept: what is asked meanwhile waits.
    std::shared_ptr<std::promise<void>> begin_revocation() {
        const auto begun = std::make_shared<std::promise<void>>();
        const auto go_on = std::make_shared<std::promise<void>>();
        api_.publisher().write(
            [this, begun, go_on](storage::WriteTransaction& tx) -> Result<> {
                begun->set_value();
                go_on->get_future().wait();
                TRY(storage::delete_token(tx, token_));
                return {};
            },
            [](auto) {});
        begun->get_future().wait();
        return go_on;
    }

    /// The answer to a request whose token is revoked while it waits for its turn.
    Response answer_after_revocation(Method method, const std::string& target, const std::optional<std::string>& body) {
        const auto go_on = begin_revocation();
        auto answer = api_.begin(method, target, body);
        EXPECT_NE(answer.wait_for(std::chrono::seconds(0)), std::future_status::ready) << target;
        go_on->set_value();
        return answer.get();
    }

    /// An upload to dev of which no byte has come.
    std::unique_ptr<http::BodySink> begin_upload(const std::string& deb) {
        auto plan = api_.plan(Method::post, dev_url + "/packages", deb.size());
        return std::move(std::get<std::unique_ptr<http::BodySink>>(plan));
    }

    /// A request for the operation that would be carried out.
    std::pair<std::string, std::optional<std::string>> valid_request(const Operation& operation) const;

    TestApi api_;
    std::string admin_;
    std::string standby_;
    storage::RowId token_ = 0;
};

std::pair<std::string, std::optional<std::string>> EndedRights::valid_request(const Operation& operation) const {
    const std::map<std::string, std::pair<std::string, std::string>> values = {
        {"{repo}/promotions", {"", R"({"from":"dev","to":"stable"})"}},
        {"{channel}/removals", {"", R"({"packages":[{"name":"hello"}]})"}},
        {"{channel}/rollback", {"", R"({"revision":1})"}},
        {"{sha256}/purge", {"", R"({"reason":"r"})"}},
        {"{repo}/pins", {"", R"({"name":"new","channel":"dev","revision":1})"}},
        {"{repo}/keys", {"", R"({"algorithm":"ed25519"})"}},
        {"v1/tokens", {"", R"({"name":"x","scopes":["admin:*"]})"}},
        {"packages/{package}", {"", a_deb("new").build()}},
        {"{channel}/packages", {"", a_deb("new").build()}},
    };
    const auto hello = sha256_of(a_deb("hello").build()).hex();
    std::string target(operation.path);
    std::string body = "{}";
    for (const auto& [end, request] : values)
        if (target.ends_with(end)) body = request.second;
    const auto put_in = [&](const std::string& name, const std::string& value) {
        if (const auto at = target.find(name); at != std::string::npos) target.replace(at, name.size(), value);
    };
    const bool whole = operation.method == Method::del && operation.path.ends_with("{repo}");
    put_in("{repo}", whole ? "other" : "main");
    put_in("{channel}", "dev");
    put_in("{distro}", "deb");
    put_in("{sha256}", hello);
    put_in("{pin}", "golden");
    put_in("{package}", operation.method == Method::del ? hello : "new.deb");
    put_in("{fingerprint}", standby_);
    put_in("{id}", "1");
    if (whole) target += "?force=true&confirm=other";
    const bool is_part = operation.path.ends_with("{channel}") || operation.path.ends_with("{distro}");
    if (operation.method == Method::del && is_part) target += "?force=true";
    return {target, operation.use == BodyUse::none ? std::nullopt : std::optional(body)};
}

TEST_F(EndedRights, OfATokenThatIsRevokedMeanwhileChangeNothing) {
    for (const auto& operation : all_operations()) {
        if (operation.method == Method::get) continue;
        SCOPED_TRACE(std::string(http::name_of(operation.method)) + " " + std::string(operation.path));
        api_.use_token(admin_);
        use_new_token("admin:*");
        const auto [target, body] = valid_request(operation);
        const auto before = stored();

        const auto answer = answer_after_revocation(operation.method, target, body);

        EXPECT_EQ(answer.status, 401U) << body_of(answer);
        EXPECT_THAT(member(answer, "detail"), HasSubstr("was revoked or expired"));
        EXPECT_EQ(stored(), before);
    }
}

TEST_F(EndedRights, AreSeenBetweenTheBodyAndItsPublication) {
    for (const bool expires : {false, true}) {
        api_.use_token(admin_);
        use_new_token("upload:main/dev");
        const auto before = stored();
        const auto deb = a_deb("late").build();
        auto sink = begin_upload(deb);
        MUST(sink->append(std::string_view(deb).substr(0, deb.size() / 2)));

        expires ? api_.clock().advance(std::chrono::hours(24 * 90)) : revoke();
        MUST(sink->append(std::string_view(deb).substr(deb.size() / 2)));
        const auto answer = answer_of(sink->finish());
        sink.reset();

        EXPECT_EQ(answer.status, 401U) << body_of(answer);
        EXPECT_EQ(stored(), before);
    }
}

TEST_F(EndedRights, AreSeenBetweenThePlanAndTheCommit) {
    use_new_token("upload:main/dev");
    std::promise<void> begun;
    std::promise<void> go_on;
    api_.before_signing([&, may_go_on = go_on.get_future().share()]() -> Result<> {
        begun.set_value();
        may_go_on.wait();
        return {};
    });
    const auto before = stored();

    auto answer = api_.begin(Method::post, dev_url + "/packages", a_deb("late").build());
    begun.get_future().wait();
    api_.mend_signing();
    revoke();
    go_on.set_value();

    EXPECT_EQ(answer.get().status, 401U);
    EXPECT_EQ(stored(), before);
    api_.use_token(admin_);
    EXPECT_EQ(api_.upload("late.deb", a_deb("late").build()).status, 201U);
}

TEST_F(EndedRights, OfAChannelThatIsProtectedMeanwhileChangeNothing) {
    use_new_token("upload:main/dev");
    const auto deb = a_deb("late").build();
    auto sink = begin_upload(deb);
    api_.use_token(admin_);
    api_.put(dev_url, R"({"protected":true})");
    const auto before = stored();

    MUST(sink->append(deb));
    const auto answer = answer_of(sink->finish());
    sink.reset();

    EXPECT_EQ(code_of(answer), "channel-protected");
    EXPECT_EQ(stored(), before);
}

TEST_F(EndedRights, OfARepositoryThatIsDeletedMeanwhileDoNotMakeItAgain) {
    use_new_token("admin:other");
    const auto put = [&] { return api_.plan(Method::put, "/api/v1/repositories/other", 2); };
    auto plan = put();
    const auto secret = api_.secret();
    api_.use_token(admin_);
    ASSERT_EQ(api_.del("/api/v1/repositories/other").status, 204U);
    const auto keys_are_gone = [&] { return api_.stored().find("/keys/other/") == std::string::npos; };
    ASSERT_TRUE(comes_true(keys_are_gone)) << "they go after the answer";
    const auto before = stored();
    api_.use_token(secret);

    const auto answer = answer_of(std::get<http::CollectBody>(plan).then("{}"));

    EXPECT_EQ(answer.status, 403U) << body_of(answer);
    EXPECT_THAT(member(answer, "detail"), HasSubstr("admin:*"));
    EXPECT_EQ(stored(), before);
    EXPECT_EQ(answer_of(http::Reply(std::get<Response>(put()))).status, 403U);
    EXPECT_EQ(api_.get("/api/v1/repositories/other").status, 404U);
}

TEST_F(EndedRights, DoNotConcernWhatAnotherTokenAskedForInTheSameGroup) {
    use_new_token("upload:main/dev");
    const auto go_on = begin_revocation();
    auto refused = api_.begin(Method::post, dev_url + "/packages", a_deb("refused").build());
    api_.use_token(admin_);
    auto taken = api_.begin(Method::post, dev_url + "/packages", a_deb("taken").build());
    go_on->set_value();

    EXPECT_EQ(refused.get().status, 401U);
    EXPECT_EQ(taken.get().status, 201U);
    const auto listed = body_of(api_.get(dev_url + "/packages"));
    EXPECT_THAT(listed, HasSubstr("\"taken\""));
    EXPECT_THAT(listed, ::testing::Not(HasSubstr("\"refused\"")));
}

}  // namespace
}  // namespace slipway::api
