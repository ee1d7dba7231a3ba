// The table route × scope × parameters, made from the router's own table: a new route is in it without being named. Who
// may do what stands here a second time, in other words than the product's.
#include "base/text.hpp"
#include "server/api/resources/operations.hpp"
#include "server/api/routing/json.hpp"
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <map>
#include <set>

namespace slipway::api {
namespace {

using testing::a_deb;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

const std::set<std::string> scopes = {"",
                                      "read:main",
                                      "read:other",
                                      "upload:main",
                                      "upload:main/dev",
                                      "upload:main/stable",
                                      "upload:other",
                                      "promote:main",
                                      "promote:main/dev",
                                      "promote:main/stable",
                                      "promote:other",
                                      "admin:main",
                                      "admin:other",
                                      "admin:*"};

std::set<std::string> all_but_none() {
    auto some = scopes;
    some.erase("");
    return some;
}

/// The scopes that allow an access to repository main and its channel dev; "" is no token at all.
std::set<std::string> allowed_for(Access access) {
    switch (access) {
        case Access::open:
        case Access::read: return scopes;
        case Access::own_token: return all_but_none();
        case Access::upload: return {"upload:main", "upload:main/dev", "admin:main", "admin:*"};
        case Access::change_content:
        case Access::change_some: return {"promote:main", "promote:main/dev", "admin:main", "admin:*"};
        case Access::administer:
        case Access::create_or_update:
        case Access::events: return {"admin:main", "admin:*"};
        case Access::create_or_delete:
        case Access::administer_server: return {"admin:*"};
    }
    ADD_FAILURE() << "say here who may do what this access means";
    return {};
}

std::string filled(std::string_view pattern) {
    const std::pair<const char*, const char*> values[] = {
        {"{repo}", "main"}, {"{channel}", "dev"}, {"{pin}", "golden"}, {"{id}", "999"}, {"{revision}", "1"}};
    std::string path;
    for (const auto segment : split(pattern.substr(1), '/')) {
        std::string value(segment);
        for (const auto& [name, of_it] : values)
            if (segment == name) value = of_it;
        path += "/" + (value.starts_with('{') ? "x" : value);
    }
    return path;
}

/// A body for dev, where the route takes one.
std::optional<std::string> body_for(const Operation& operation) {
    if (operation.use == BodyUse::none) return std::nullopt;
    if (operation.subject == Subject::body_to) return R"({"from":"stable","to":"dev"})";
    if (operation.subject == Subject::body_channel) return R"({"name":"golden","channel":"dev","revision":1})";
    return operation.use == BodyUse::json ? "{}" : "no package";
}

class RightsTable : public ::testing::Test {
protected:
    RightsTable() {
        api_.make_main();
        api_.put("/api/v1/repositories/other",
                 R"({"description":"hidden-word","distros":[{"name":"deb","format":"deb"}],)"
                 R"("channels":[{"name":"dev"}]})");
        api_.post("/api/v1/repositories/other/channels/dev/packages", a_deb("hidden-word").build());
        api_.upload("hello.deb", a_deb("hello").build());
        admin_ = api_.secret();
        for (const auto& scope : scopes) secrets_[scope] = scope.empty() ? "" : api_.make_token({scope});
    }

    Response ask(const Operation& operation, const std::string& scope, const std::string& query) {
        api_.use_token(admin_);
        if (operation.subject == Subject::pin)
            api_.post(main_url + "/pins", R"({"name":"golden","channel":"dev","revision":1})");
        api_.use_token(secrets_.at(scope));
        return api_.send(operation.method, filled(operation.path) + query, body_for(operation), {});
    }

    static std::string usual_query(const Operation& operation) {
        return operation.access == Access::events ? "?repository=main" : "";
    }

    TestApi api_;
    std::string admin_;
    std::map<std::string, std::string> secrets_;
};

TEST_F(RightsTable, HoldsForEveryRouteAndScope) {
    for (const auto& operation : all_operations()) {
        const auto allowed = allowed_for(operation.access);
        for (const auto& scope : scopes) {
            SCOPED_TRACE(std::string(http::name_of(operation.method)) + " " + std::string(operation.path) + " " +
                         scope);
            const auto answer = ask(operation, scope, usual_query(operation));
            if (!allowed.contains(scope))
                EXPECT_EQ(answer.status, scope.empty() ? 401U : 403U) << body_of(answer);
            else
                EXPECT_THAT(answer.status, Not(AnyOf(401U, 403U))) << body_of(answer);
        }
    }
}

TEST_F(RightsTable, IsNotWidenedByAParameterThatComesTwice) {
    for (const auto& operation : all_operations()) {
        std::vector<std::string_view> names;
        for (const auto& parameter : operation.query) names.push_back(parameter.name);
        for (const auto* name : {"repository", "repo", "channel", "to"}) names.push_back(name);
        for (const auto name : names) {
            if (name.empty()) continue;
            const std::string plain(name);
            const auto encoded = fmt::format("%{:02x}{}", static_cast<unsigned char>(name[0]), name.substr(1));
            for (const auto& query : {plain + "=main&" + plain + "=other", plain + "=other&" + plain + "=main",
                                      plain + "=main&" + encoded + "=other", encoded + "=other&" + plain + "=main",
                                      plain + "&" + plain + "=main"}) {
                for (const auto* scope : {"admin:main", "admin:*"}) {
                    const auto answer = ask(operation, scope, "?" + query);
                    EXPECT_EQ(answer.status, 422U) << operation.path << "?" << query << body_of(answer);
                    EXPECT_EQ(code_of(answer), "repeated-parameter") << operation.path << "?" << query;
                }
            }
        }
    }
}

TEST_F(RightsTable, RefusesParametersThatARouteDoesNotKnow) {
    for (const auto& operation : all_operations()) {
        const auto answer = ask(operation, "admin:*", "?repositori=other");

        EXPECT_EQ(answer.status, 422U) << operation.path;
        EXPECT_EQ(code_of(answer), "unknown-field") << operation.path;
    }
}

TEST_F(RightsTable, LetsNobodySeeAnotherRepositoryThroughOneOfItsOwn) {
    for (const auto& operation : all_operations()) {
        const bool of_all =
            filled(operation.path).find("/main") == std::string::npos && operation.access != Access::events;
        if (of_all) continue;  // the list of repositories is everybody's
        for (const auto& scope : scopes)
            EXPECT_THAT(body_of(ask(operation, scope, usual_query(operation))), Not(HasSubstr("hidden-word")))
                << operation.path;
    }
}

TEST_F(RightsTable, IsDecidedByTheBodyThatIsCarriedOut) {
    for (const auto& operation : all_operations()) {
        if (operation.use != BodyUse::json) continue;
        api_.use_token(secrets_.at("admin:*"));
        for (const auto* body : {R"({"to":"dev","to":"stable","from":"dev"})", R"({"a":[{"b":1,"\u0062":2}]})",
                                 R"({"channel":"dev","name":"x","channel":"stable"})"}) {
            const auto answer = api_.send(operation.method, filled(operation.path), body, {});

            EXPECT_EQ(code_of(answer), "repeated-member") << operation.path << body_of(answer);
        }
    }
}

TEST_F(RightsTable, RefusesHeaderFieldsOfSlipwaysThatMeanNothing) {
    for (const auto& operation : all_operations()) {
        if (operation.path == "/healthz" || operation.path == "/readyz") continue;  // they answer whatever comes
        const auto answer =
            api_.send(operation.method, filled(operation.path), body_for(operation), {{"Slipway-Source-Comit", "abc"}});

        EXPECT_EQ(answer.status, 422U) << operation.path;
        EXPECT_EQ(code_of(answer), "unknown-field") << operation.path;
        EXPECT_THAT(member(answer, "detail"), HasSubstr("Slipway-Source-Commit"));
    }
}

}  // namespace
}  // namespace slipway::api
