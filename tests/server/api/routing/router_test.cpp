#include "server/api/routing/router.hpp"

#include "base/text.hpp"
#include "publishing/access/access.hpp"
#include "tests/support/must.hpp"

#include <array>

namespace slipway::api {
namespace {

using publishing::RepositoryIs;
using publishing::Scope;

Match match_path(http::Method method, const std::vector<std::string>& path) {
    return match(all_operations(), method, path);
}

TEST(Router, FindsTheRouteAndItsParameters) {
    const auto found = match_path(http::Method::get, {"api", "v1", "repositories", "main", "channels", "dev"});

    ASSERT_NE(found.operation, nullptr);
    EXPECT_EQ(found.operation->path, "/api/v1/repositories/{repo}/channels/{channel}");
    EXPECT_EQ(found.parameters.at("repo"), "main");
    EXPECT_EQ(found.parameters.at("channel"), "dev");
}

TEST(Router, AnswersHeadAsGet) { EXPECT_NE(match_path(http::Method::head, {"healthz"}).operation, nullptr); }

TEST(Router, KnowsTheMethodsOfAPathWithoutARouteForThisOne) {
    const auto found = match_path(http::Method::post, {"api", "v1", "repositories", "main"});

    EXPECT_EQ(found.operation, nullptr);
    EXPECT_EQ(allow_field(found.allowed), "GET, HEAD, PUT, PATCH, DELETE");
}

TEST(Router, RefusesUnknownQueryParameters) {
    const auto found = match_path(http::Method::get, {"healthz"});
    http::Query query;
    query.add("verbose", "1");

    const auto checked = check_query(*found.operation, query);

    EXPECT_FAULT(checked, Fault::invalid_input);
    EXPECT_EQ(checked.error().code(), "unknown-field");
}

struct BadValue {
    const char* because;
    std::vector<std::string> path;
    const char* name;
    const char* value;
    const char* refusal;
};
class BadValueTest : public testing::TestWithParam<BadValue> {};
TEST_P(BadValueTest, IsRefusedByWhatItsTableSays) {
    const auto found = match_path(http::Method::get, GetParam().path);
    http::Query query;
    query.add(GetParam().name, GetParam().value);

    const auto checked = check_query(*found.operation, query);

    EXPECT_EQ(checked.error().code(), "invalid-field");
    EXPECT_EQ(checked.error().message(), GetParam().refusal);
}
const std::vector<std::string> events_path = {"api", "v1", "events"};
const std::vector<std::string> diff_path = {"api", "v1", "repositories", "main", "channels", "dev", "diff"};
INSTANTIATE_TEST_SUITE_P(
    Queries, BadValueTest,
    testing::Values(BadValue{"NoNumber", events_path, "limit", "many", "'limit' must be a number from 0 to 1000"},
                    BadValue{"TooMany", events_path, "limit", "1001", "'limit' must be a number from 0 to 1000"},
                    BadValue{"TooFew", diff_path, "limit", "0", "'limit' must be a number from 1 to 1000"},
                    BadValue{"NoEvent", events_path, "after", "-1", "'after' must be the number of an event"},
                    BadValue{"NoRevision", diff_path, "from", "x", "'from' must be the number of a revision"},
                    BadValue{"NotOneOfTheWords", events_path, "format", "csv", "'format' must be json or jsonl"},
                    BadValue{"TheOnlyWord", {"readyz"}, "for", "x", "'for' can only be 'uploads'"}),
    [](const auto& row) { return row.param.because; });

TEST(Router, TakesTheValuesThatATableAllows) {
    const auto found = match_path(http::Method::get, events_path);
    http::Query query;
    for (const auto& [name, value] : {std::pair("limit", "0"), {"format", "jsonl"}, {"after", "9223372036854775807"}})
        query.add(name, value);

    EXPECT_TRUE(check_query(*found.operation, query).ok());
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
        for (const auto& operation : all_operations()) {
            if (operation.access != access || allowed.find(letter) != std::string::npos) continue;
            const auto action = action_of(operation, {{"repo", "main"}, {"channel", "dev"}}, {}, RepositoryIs::present);
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
    for (const auto& operation : all_operations()) {
        if (operation.access == Access::open || operation.access == Access::read) continue;
        const auto action = action_of(operation, {{"repo", "main"}, {"channel", "dev"}}, {}, RepositoryIs::present);
        EXPECT_FAULT(publishing::decide(std::nullopt, action, true), Fault::unauthenticated);
    }
}

TEST(Routes, CreatingARepositoryNeedsTheWholeServer) {
    const auto found = match_path(http::Method::put, {"api", "v1", "repositories", "new"});

    const auto action = action_of(*found.operation, found.parameters, {}, RepositoryIs::absent);

    EXPECT_FAULT(publishing::decide(std::vector{MUST(Scope::parse("admin:new"))}, action, true), Fault::forbidden);
}

}  // namespace
}  // namespace slipway::api
