// What an IO thread decides about a request before it gets a place in a lane: it is refused there, if its head tells.
#include "tests/server/api/test_api.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using ::testing::HasSubstr;

constexpr int many_requests = 50;

class Admission : public ::testing::Test {
protected:
    Admission() { api_.make_main(); }

    /// The refusal; the test fails if it has none.
    Response refusal_of(Method method, const std::string& target, const Fields& fields = {}) {
        auto placed = api_.place(method, target, fields);
        if (auto* refused = std::get_if<Response>(&placed)) return std::move(*refused);
        ADD_FAILURE() << target << " got a place";
        return {};
    }
    bool gets_a_place(Method method, const std::string& target) {
        return std::holds_alternative<http::Placement>(api_.place(method, target));
    }

    TestApi api_;
};

TEST_F(Admission, IsRefusedOnTheIoThreadWithoutAToken) {
    api_.use_token("");

    EXPECT_EQ(refusal_of(Method::put, dev_url + "/packages/a.deb").status, 401U);
    EXPECT_TRUE(gets_a_place(Method::get, dev_url + "/packages")) << "reading needs no token";
}

TEST_F(Admission, AsksTheCatalogInTheLaneForATokenThatIsNotKnown) {
    api_.use_token("slw_" + std::string(40, 'x'));

    EXPECT_TRUE(gets_a_place(Method::get, "/api/v1/events"));
    const auto unknown = api_.get("/api/v1/events");

    EXPECT_EQ(unknown.status, 401U);
    EXPECT_THAT(unknown.refusal->detail, HasSubstr("is not known"));
}

TEST_F(Admission, KnowsATokenThatAnotherProcessHasJustMade) {
    api_.use_token(api_.make_token_beside({"admin:*"}));

    EXPECT_EQ(api_.get("/api/v1/events").status, 200U);
}

TEST_F(Admission, IsRefusedOnTheIoThreadWithoutTheScope) {
    api_.use_token(api_.make_token({"upload:main/stable"}));

    const auto refused = refusal_of(Method::put, dev_url + "/packages/a.deb");

    EXPECT_EQ(refused.status, 403U);
    EXPECT_THAT(refused.refusal->detail, HasSubstr("the scope upload:main/dev"));
    EXPECT_TRUE(gets_a_place(Method::put, main_url + "/channels/stable/packages/a.deb"));
}

TEST_F(Admission, IsRefusedOnTheIoThreadWhatTheHeadTellsToBeWrong) {
    EXPECT_EQ(refusal_of(Method::get, "/api/v1/nothing").status, 404U);
    EXPECT_EQ(refusal_of(Method::post, "/api/v1/version").status, 405U);
    EXPECT_EQ(refusal_of(Method::get, "/api/v1/events?limit=x").status, 422U);
    EXPECT_EQ(refusal_of(Method::del, dev_url, {{"Sec-Fetch-Site", "cross-site"}}).status, 403U);
}

TEST_F(Admission, OfAnAddressThatFailedTooOftenIsRefusedOnTheIoThread) {
    const auto valid = api_.secret();
    api_.use_token("slw_" + std::string(40, 'x'));
    for (int i = 0; i < 20; ++i) EXPECT_EQ(api_.get("/api/v1/tokens").status, 401U);

    const auto refused = refusal_of(Method::get, "/api/v1/tokens");

    EXPECT_EQ(refused.status, 429U);
    EXPECT_EQ(refused.refusal->code, "too-many-failures");
    api_.use_token(valid);
    EXPECT_TRUE(gets_a_place(Method::get, "/api/v1/tokens")) << "one broken job locks nobody out";
}

TEST_F(Admission, IsAskedForOnceMoreInTheLane) {
    const auto admin = api_.secret();
    const auto made = api_.post("/api/v1/tokens", R"({"name":"ci","scopes":["admin:*"]})");
    api_.use_token(member(made, "secret"));

    const auto waiting = api_.waiting(Method::get, "/api/v1/events");
    api_.use_token(admin);
    ASSERT_EQ(api_.del("/api/v1/tokens/" + member(made, "id")).status, 204U);

    EXPECT_EQ(waiting().status, 401U);
}

/// A server that takes one request a second of each client, and five at once.
class Rates : public ::testing::Test {
protected:
    Rates() { api_.make_main(); }

    static ApiLimits one_a_second() {
        auto limits = TestApi::without_reserve();
        limits.requests_per_second = 1;
        return limits;
    }
    /// How many of these requests are refused.
    int refused(const std::string& target) {
        int count = 0;
        for (int i = 0; i < many_requests; ++i) {
            const auto answer = api_.get(target);
            if (answer.status != 429) continue;
            EXPECT_EQ(code_of(answer), "too-many-requests");
            EXPECT_TRUE(answer.headers.find("Retry-After").has_value());
            ++count;
        }
        return count;
    }

    TestApi api_{{.limits = one_a_second()}};
};

TEST_F(Rates, OfPagesAndDirectoriesAreLimited) {
    api_.use_token("");

    EXPECT_GT(refused("/"), 0);
    EXPECT_GT(refused("/main/"), 0);
    EXPECT_GT(refused("/problems/too-many-requests"), 0);
    EXPECT_GT(refused("/ui/main/channels/"), 0);
    EXPECT_GT(refused("/main/deb/pool/main/"), 0);
}

TEST_F(Rates, OfFilesForPackageManagersHaveNoLimit) {
    api_.use_token("");

    EXPECT_EQ(refused("/main/deb/dists/dev/InRelease"), 0);
    EXPECT_EQ(refused("/main/deb/snapshots/r1/dists/dev/InRelease"), 0);
    EXPECT_EQ(refused("/main/deb/dev.sources"), 0);
}

TEST_F(Rates, OfUploadsAreLimitedByToken) {
    const auto other = api_.secret();
    api_.use_token(api_.make_token({"upload:main/dev"}));
    int count = 0;
    for (int i = 0; i < many_requests; ++i) {
        const auto plan = api_.plan(Method::post, dev_url + "/packages", 100);
        const auto* answer = std::get_if<Response>(&plan);
        if (answer != nullptr && answer->status == 429) ++count;
    }

    EXPECT_GT(count, 0);
    api_.use_token(other);
    EXPECT_TRUE(std::holds_alternative<http::Placement>(api_.place(Method::post, dev_url + "/packages")));
}

}  // namespace
}  // namespace slipway::api
