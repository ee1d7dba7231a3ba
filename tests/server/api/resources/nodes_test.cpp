#include "publishing/cluster/serving.hpp"
#include "server/api/routing/serving.hpp"
#include "tests/server/api/test_api.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

publishing::ClusterView two_nodes() {
    publishing::Node a{.id = "a:8080", .url = "http://a:8080", .role = "full", .version = "1.0"};
    a.silent_for = std::chrono::milliseconds(1'900);
    a.ready = true;
    publishing::Node b{.id = "b:8080", .url = "http://b:8080", .role = "full", .version = "1.0"};
    b.silent_for = std::chrono::seconds(61);
    publishing::ClusterView cluster;
    cluster.nodes = {a, b};
    cluster.lags = {{.node = "a:8080", .repository = "main", .published = 7, .served = 5}};
    cluster.leases = {{std::nullopt, "a:8080", std::chrono::milliseconds(8'000)},
                      {"main", "a:8080", std::chrono::milliseconds(9'500)}};
    return cluster;
}

TestApi::Options api_with(NodeParts nodes) {
    TestApi::Options options;
    options.nodes = std::move(nodes);
    return options;
}

TEST(Nodes, AreListedWithWhatTheyServeAndWhoPublishes) {
    TestApi api(api_with({.read = [] { return Result<publishing::ClusterView>(two_nodes()); }}));

    const auto answer = api.get("/api/v1/nodes");

    EXPECT_EQ(answer.status, 200U);
    EXPECT_THAT(all_members(answer, "id"), ElementsAre("a:8080", "b:8080"));
    EXPECT_THAT(all_members(answer, "ready"), ElementsAre("true", "false"));
    EXPECT_THAT(all_members(answer, "silent_seconds"), ElementsAre("1", "61"));
    EXPECT_EQ(member(answer, "behind"), "2");
    EXPECT_THAT(all_members(answer, "expires_in_seconds"), ElementsAre("8", "9"));
    EXPECT_THAT(body_of(answer), HasSubstr(R"({"repository":null,"node":"a:8080")"));
}

TEST(Nodes, ComeInPages) {
    TestApi api(api_with({.read = [] { return Result<publishing::ClusterView>(two_nodes()); }}));

    const auto first = api.get("/api/v1/nodes?limit=1");
    const auto second = api.get("/api/v1/nodes?limit=1&cursor=" + member(first, "next"));

    EXPECT_THAT(all_members(first, "id"), ElementsAre("a:8080"));
    EXPECT_THAT(all_members(second, "id"), ElementsAre("b:8080"));
    EXPECT_EQ(member(second, "next"), "null");
}

TEST(Nodes, OfASingleServerAreNone) {
    TestApi api;

    const auto answer = api.get("/api/v1/nodes");

    EXPECT_EQ(body_of(answer), "{\"nodes\":[],\"leases\":[],\"next\":null}\n");
}

TEST(Nodes, AreForAdministratorsOfTheServer) {
    TestApi api;
    api.make_main();
    api.use_token(api.make_token({"admin:main"}));

    EXPECT_EQ(api.get("/api/v1/nodes").status, 403U);
}

TEST(Readiness, OfANodeEndsWhileItCannotKnowWhetherItIsCurrent) {
    std::optional<std::string> why = "the database has not answered for 6 s";
    TestApi api(api_with({.why_not_current = [&] { return why; }}));

    const auto refused = api.get("/readyz");
    why.reset();

    EXPECT_EQ(refused.status, 503U);
    EXPECT_EQ(code_of(refused), "not-ready");
    EXPECT_EQ(member(refused, "detail"), "the database has not answered for 6 s");
    EXPECT_EQ(api.get("/readyz").status, 200U);
    EXPECT_EQ(api.get("/healthz").status, 200U);
}

TEST(Answers, OfANodeNameThoseThatLag) {
    auto answer = Json::object({{"revision", 7}});

    add_nodes(answer, publishing::Serving{2, {"b:8080"}});

    EXPECT_EQ(answer.text(), R"({"revision":7,"nodes":{"serving":2,"lagging":["b:8080"]}})");
}

TEST(Answers, OfASingleServerNameNobody) {
    auto answer = Json::object({{"revision", 7}});

    add_nodes(answer, std::nullopt);

    EXPECT_EQ(answer.text(), R"({"revision":7})");
}

}  // namespace
}  // namespace slipway::api
