// What one request, one token and one server may take in: the limits of docs/http-api.md, made small.
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <functional>

namespace slipway::api {
namespace {

using testing::a_deb;
using testing::an_rpm;
using ::testing::HasSubstr;

const std::string packages = dev_url + "/packages";

ApiLimits limits_of(const std::function<void(ApiLimits&)>& change) {
    auto limits = TestApi::without_reserve();
    change(limits);
    return limits;
}

/// An API with these limits and a repository.
class Limited {
public:
    explicit Limited(const std::function<void(ApiLimits&)>& change) : api_({.limits = limits_of(change)}) {
        api_.make_main();
    }
    TestApi* operator->() { return &api_; }

private:
    TestApi api_;
};

bool is_taken(const http::BodyPlan& plan) { return std::holds_alternative<std::unique_ptr<http::BodySink>>(plan); }
bool is_waiting(const http::BodyPlan& plan) { return std::holds_alternative<std::unique_ptr<http::WaitingBody>>(plan); }

TEST(UploadLimit, OfAPackageIsHeldAgainstItsDeclaredLength) {
    Limited api([](auto& limits) { limits.package_bytes = 1000; });

    const auto plan = api->plan(Method::put, packages + "/a.deb", 1001);

    ASSERT_TRUE(std::holds_alternative<Response>(plan));
    EXPECT_EQ(std::get<Response>(plan).status, 413U);
    EXPECT_THAT(body_of(std::get<Response>(plan)), HasSubstr("1000 bytes"));
    EXPECT_TRUE(is_taken(api->plan(Method::put, packages + "/a.deb", 1000)));
}

TEST(UploadLimit, OfAPackageIsHeldAgainstTheBytesOfAChunkedBody) {
    Limited api([](auto& limits) { limits.package_bytes = 100; });
    const auto before = api->stored();

    const auto refused = api->send_chunked(packages, a_deb("aa").build());

    EXPECT_EQ(refused.status, 413U) << body_of(refused);
    EXPECT_EQ(code_of(refused), "too-large");
    EXPECT_EQ(api->stored(), before);
}

TEST(UploadLimit, OfAPackageHoldsForEveryFileOfABatch) {
    Limited api([](auto& limits) { limits.package_bytes = 100; });

    const auto refused =
        api->post(packages, a_form().file("package", "a.deb", a_deb("aa").build()).body(), form_fields);

    EXPECT_EQ(refused.status, 413U) << body_of(refused);
    EXPECT_THAT(body_of(refused), HasSubstr(R"("errors":[{"file":"a.deb","code":"too-large")"));
}

TEST(UploadLimit, OfABatchCountsItsFiles) {
    Limited api([](auto& limits) { limits.batch_files = 1; });
    const auto form = a_form().file("package", "a.deb", a_deb("aa").build()).file("package", "b.deb", "more");

    const auto refused = api->post(packages, form.body(), form_fields);

    EXPECT_EQ(refused.status, 413U) << body_of(refused);
    EXPECT_THAT(member(refused, "detail"), HasSubstr("at most 1 files"));
    EXPECT_EQ(member(api->get(dev_url), "revision"), "1");
}

TEST(UploadLimit, OfABatchCountsItsBytesDeclaredOrNot) {
    Limited api([](auto& limits) { limits.batch_bytes = 100; });
    const auto form = a_form().file("package", "a.deb", a_deb("aa").build()).body();

    EXPECT_EQ(api->post(packages, form, form_fields).status, 413U);
    EXPECT_EQ(api->send_chunked(packages, form, form_fields).status, 413U);
}

TEST(UploadLimit, OfUploadsAtOnceMakesTheNextOneWaitUnread) {
    Limited api([](auto& limits) { limits.uploads = 1; });
    auto first = api->plan(Method::put, packages + "/a.deb", 1000);

    auto second = api->plan(Method::put, packages + "/b.deb", 1000);

    EXPECT_TRUE(is_taken(first));
    ASSERT_TRUE(is_waiting(second));
    const auto refusal = std::get<std::unique_ptr<http::WaitingBody>>(second)->refusal();
    EXPECT_EQ(refusal.status, 503U);
    EXPECT_EQ(code_of(refusal), "too-many-uploads");
    EXPECT_TRUE(refusal.headers.find("Retry-After").has_value());
    first = Response{};
    EXPECT_TRUE(is_taken(api->plan(Method::put, packages + "/b.deb", 1000)));
}

TEST(UploadLimit, OfUploadsOfOneTokenLeavesRoomForOthers) {
    Limited api([](auto& limits) { limits.uploads_of_a_token = 1; });
    const auto other = api->make_token({"upload:main"});
    const auto first = api->plan(Method::put, packages + "/a.deb", 1000);

    const auto same = api->plan(Method::put, packages + "/b.deb", 1000);
    api->use_token(other);
    const auto of_another = api->plan(Method::put, packages + "/b.deb", 1000);

    EXPECT_TRUE(is_waiting(same));
    EXPECT_TRUE(is_taken(of_another));
}

TEST(UploadLimit, OfRpmsThatWaitToBeSignedIsToldBeforeTheBodyOrBeforeSigning) {
    TestApi api({.check_room_to_sign = [](auto) -> Result<> { return Error("too-busy"_problem, "too many wait"); }});
    api.make_main();
    const auto before = api.stored();

    const auto plan = api.plan(Method::put, packages + "/a.rpm", 1000);
    const auto form = api.post(packages, a_form().file("package", "a.rpm", an_rpm("a").bytes()).body(), form_fields);

    ASSERT_TRUE(std::holds_alternative<Response>(plan));
    for (const auto* refused : {&std::get<Response>(plan), &form}) {
        EXPECT_EQ(refused->status, 503U) << body_of(*refused);
        EXPECT_EQ(code_of(*refused), "too-busy");
        EXPECT_TRUE(refused->headers.find("Retry-After").has_value());
    }
    EXPECT_EQ(api.stored(), before);
    EXPECT_TRUE(is_taken(api.plan(Method::put, packages + "/a.deb", 1000))) << "nobody signs it";
}

TEST(UploadLimit, OfTheDiskKeepsItsReserve) {
    Limited api([](auto& limits) { limits.disk_reserve = std::uint64_t{1} << 60; });

    const auto plan = api->plan(Method::put, packages + "/a.deb", 1000);
    const auto ready = api->get("/readyz?for=uploads");

    ASSERT_TRUE(std::holds_alternative<Response>(plan));
    EXPECT_EQ(std::get<Response>(plan).status, 507U);
    EXPECT_EQ(code_of(std::get<Response>(plan)), "storage-full");
    EXPECT_EQ(ready.status, 503U);
    EXPECT_THAT(member(ready, "detail"), HasSubstr("disk reserve"));
    EXPECT_EQ(api->get("/readyz").status, 200U);
}

TEST(UploadLimit, OfTheDiskIsHeldAgainstADeclaredLength) {
    Limited api([](auto& limits) { limits.package_bytes = UINT64_MAX; });
    const auto free = std::filesystem::space(std::filesystem::temp_directory_path()).available;

    const auto plan = api->plan(Method::put, packages + "/a.deb", free + (std::uint64_t{1} << 40));

    ASSERT_TRUE(std::holds_alternative<Response>(plan));
    EXPECT_EQ(std::get<Response>(plan).status, 507U);
}

TEST(UploadLimit, OfTheDiskIsNotUsedUpByLengthsThatWereOnlyDeclared) {
    Limited api([](auto& limits) { limits.package_bytes = UINT64_MAX; });
    const auto most = std::filesystem::space(std::filesystem::temp_directory_path()).available / 5 * 3;

    std::vector<http::BodyPlan> declared;
    for (int i = 0; i < 10; ++i) declared.push_back(api->plan(Method::put, packages + "/a.deb", most));

    for (const auto& plan : declared) EXPECT_TRUE(is_taken(plan));
    EXPECT_TRUE(is_taken(api->plan(Method::put, packages + "/b.deb", 1000)));
}

TEST(UploadLimit, AWaitingUploadIsWokenWithThePlaceThatIsGivenBack) {
    Limited api([](auto& limits) { limits.uploads = 1; });
    auto first = api->plan(Method::put, packages + "/a.deb", 1000);
    auto second = api->plan(Method::put, packages + "/b.deb", 1000);
    auto& waiting = *std::get<std::unique_ptr<http::WaitingBody>>(second);
    int woken = 0;

    waiting.wait([&] { ++woken; });
    EXPECT_EQ(woken, 0);
    first = Response{};

    EXPECT_EQ(woken, 1);
    EXPECT_TRUE(is_waiting(api->plan(Method::put, packages + "/c.deb", 1000)));
    EXPECT_TRUE(is_taken(waiting.plan()));
}

TEST(UploadLimit, ARevokedTokenDoesNotGetThePlaceItWaitedFor) {
    Limited api([](auto& limits) { limits.uploads = 1; });
    const auto admin = api->secret();
    api->use_token(api->make_token({"upload:main"}));
    auto first = api->plan(Method::put, packages + "/a.deb", 1000);
    auto second = api->plan(Method::put, packages + "/b.deb", 1000);
    auto& waiting = *std::get<std::unique_ptr<http::WaitingBody>>(second);
    waiting.wait([] {});
    api->use_token(admin);
    EXPECT_EQ(api->del("/api/v1/tokens/2").status, 204U);

    first = Response{};
    const auto plan = waiting.plan();

    ASSERT_TRUE(std::holds_alternative<Response>(plan));
    EXPECT_EQ(std::get<Response>(plan).status, 401U);
}

TEST(RequestLimit, ABodyThatNobodyNeedsIsNotRead) {
    Limited api([](auto&) {});
    const std::vector<std::pair<Method, std::string>> without_body = {
        {Method::get, "/healthz"}, {Method::get, "/main/deb/"}, {Method::get, main_url}, {Method::del, main_url},
        {Method::del, dev_url},    {Method::head, "/metrics"},  {Method::get, "/"},
    };
    for (const auto& [method, target] : without_body) {
        const auto plan = api->plan(method, target, 10);
        ASSERT_TRUE(std::holds_alternative<Response>(plan)) << target;
        EXPECT_EQ(std::get<Response>(plan).status, 400U) << target;
        EXPECT_EQ(code_of(std::get<Response>(plan)), "unexpected-body") << target;
    }
}

TEST(RequestLimit, OfAJsonBodyIsOneMebibyte) {
    Limited api([](auto&) {});

    const auto plan = api->plan(Method::put, main_url, 10);

    ASSERT_TRUE(std::holds_alternative<http::CollectBody>(plan));
    EXPECT_EQ(std::get<http::CollectBody>(plan).limit, std::uint64_t{1} << 20);
}

TEST(RequestLimit, OfAListIsOneThousand) {
    Limited api([](auto&) {});

    EXPECT_EQ(api->get(packages + "?limit=1000").status, 200U);
    for (const auto* limit : {"0", "1001", "-1", "ten", ""}) {
        const auto refused = api->get(packages + "?limit=" + limit);
        EXPECT_EQ(refused.status, 422U) << limit;
        EXPECT_EQ(code_of(refused), "invalid-field");
    }
}

}  // namespace
}  // namespace slipway::api
