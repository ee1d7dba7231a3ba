#include "server/api/router.hpp"

#include "base/text.hpp"
#include "publishing/access/access.hpp"
#include "server/api/openapi.hpp"
#include "tests/support/must.hpp"

#include <algorithm>
#include <set>

namespace slipway::api {
namespace {

using publishing::RepositoryIs;
using publishing::Scope;

Match match_path(http::Method method, const std::vector<std::string>& path) {
    return match(all_routes(), method, path);
}

TEST(Router, FindsTheRouteAndItsParameters) {
    const auto found = match_path(http::Method::get, {"api", "v1", "repositories", "main", "channels", "dev"});

    ASSERT_NE(found.route, nullptr);
    EXPECT_EQ(found.route->pattern, "/api/v1/repositories/{repo}/channels/{channel}");
    EXPECT_EQ(found.parameters.at("repo"), "main");
    EXPECT_EQ(found.parameters.at("channel"), "dev");
}

TEST(Router, AnswersHeadAsGet) { EXPECT_NE(match_path(http::Method::head, {"healthz"}).route, nullptr); }

TEST(Router, KnowsTheMethodsOfAPathWithoutARouteForThisOne) {
    const auto found = match_path(http::Method::post, {"api", "v1", "repositories", "main"});

    EXPECT_EQ(found.route, nullptr);
    EXPECT_EQ(allow_field(found.allowed), "GET, HEAD, PUT, PATCH, DELETE");
}

TEST(Router, RefusesUnknownQueryParameters) {
    const auto found = match_path(http::Method::get, {"healthz"});
    http::Query query;
    query.add("verbose", "1");

    const auto checked = check_query(*found.route, query);

    EXPECT_FAULT(checked, Fault::invalid_input);
    EXPECT_EQ(checked.error().code(), "unknown-field");
}

/// What a scope may do: one letter per access, in the order of `columns`.
struct ScopeRow {
    const char* because;
    const char* scope;
    const char* allowed;
};
constexpr std::array columns = {
    std::pair{'r', Access::read},
    std::pair{'u', Access::upload},
    std::pair{'c', Access::change_content},
    std::pair{'p', Access::change_some},
    std::pair{'a', Access::administer},
    std::pair{'o', Access::create_or_update},
    std::pair{'d', Access::create_or_delete},
    std::pair{'s', Access::administer_server},
};

/// Every route's access whose action the scope allows, for repository main and channel dev.
std::string allowed_by(const std::string& scope) {
    const std::vector<Scope> scopes = {MUST(Scope::parse(scope))};
    std::string allowed;
    for (const auto& [letter, access] : columns)
        for (const auto& route : all_routes()) {
            if (route.access != access || allowed.find(letter) != std::string::npos) continue;
            const auto action = action_of(route, {{"repo", "main"}, {"channel", "dev"}}, {}, RepositoryIs::present);
            if (publishing::decide(scopes, action, false).ok()) allowed += letter;
        }
    return allowed;
}

class ScopeTest : public testing::TestWithParam<ScopeRow> {};
TEST_P(ScopeTest, AllowsExactlyItsRoutes) { EXPECT_EQ(allowed_by(GetParam().scope), GetParam().allowed); }
INSTANTIATE_TEST_SUITE_P(
    Routes, ScopeTest,
    testing::Values(ScopeRow{"Read", "read:main", "r"}, ScopeRow{"ReadOfAnother", "read:other", ""},
                    ScopeRow{"UploadIntoAllChannels", "upload:main", "ru"},
                    ScopeRow{"UploadIntoThisChannel", "upload:main/dev", "ru"},
                    ScopeRow{"UploadIntoAnotherChannel", "upload:main/stable", ""},
                    ScopeRow{"UploadByPattern", "upload:ma*/d*", "ru"},
                    ScopeRow{"PromoteIntoThisChannel", "promote:main/dev", "rcp"},
                    ScopeRow{"PromoteIntoAnotherChannelReadsTheRepository", "promote:main/stable", "rp"},
                    ScopeRow{"AdminOfTheRepository", "admin:main", "rucpao"},
                    ScopeRow{"AdminOfAPatternIsNotAdminOfTheServer", "admin:m*", "rucpao"},
                    ScopeRow{"AdminOfEverything", "admin:*", "rucpaods"}),
    [](const auto& row) { return row.param.because; });

TEST(Routes, EveryRouteThatIsNotForReadingNeedsAToken) {
    for (const auto& route : all_routes()) {
        if (route.access == Access::open || route.access == Access::read) continue;
        const auto action = action_of(route, {{"repo", "main"}, {"channel", "dev"}}, {}, RepositoryIs::present);
        EXPECT_FAULT(publishing::decide(std::nullopt, action, true), Fault::unauthenticated);
    }
}

TEST(Routes, CreatingARepositoryNeedsTheWholeServer) {
    const auto found = match_path(http::Method::put, {"api", "v1", "repositories", "new"});

    const auto action = action_of(*found.route, found.parameters, {}, RepositoryIs::absent);

    EXPECT_FAULT(publishing::decide(std::vector{MUST(Scope::parse("admin:new"))}, action, true), Fault::forbidden);
}

/// The operations of the OpenAPI document as "METHOD pattern", read by its fixed indentation.
std::set<std::string> documented() {
    std::set<std::string> operations;
    std::string path;
    for (const auto line : split(openapi_document(), '\n')) {
        if (line.starts_with("    \"/")) path = line.substr(5, line.rfind('"') - 5);
        for (const auto method : {"get", "put", "post", "patch", "delete"})
            if (!path.empty() && line == fmt::format("      \"{}\": {{", method))
                operations.insert(fmt::format("{} {}", method, path));
        if (line.starts_with("  \"components\"")) break;
    }
    return operations;
}

TEST(Openapi, DescribesEveryRouteAndNothingElse) {
    std::set<std::string> served;
    for (const auto& route : all_routes())
        served.insert(fmt::format("{} {}", to_lower(http::name_of(route.method)), route.pattern));

    EXPECT_EQ(documented(), served);
}

}  // namespace
}  // namespace slipway::api
