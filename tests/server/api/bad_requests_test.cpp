// Uploads to places that do not exist, or with heads that cannot be right: refused before a byte of the body where that
// is possible, and always without a trace.
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using testing::a_deb;
using ::testing::HasSubstr;

struct BadHead {
    const char* because;
    const char* target;  // below /api/v1/repositories
    Fields fields;
    unsigned status;
    const char* code;
    const char* detail;

    friend std::ostream& operator<<(std::ostream& out, const BadHead& row) { return out << row.because; }
};

class BadUploadHead : public ::testing::TestWithParam<BadHead> {
protected:
    static void SetUpTestSuite() {
        api_ = std::make_unique<TestApi>();
        api_->make_main();
        api_->put("/api/v1/repositories/many",
                  R"({"distros":[{"name":"bookworm","format":"deb","default":false},)"
                  R"({"name":"trixie","format":"deb","default":false}],"channels":[{"name":"dev"}]})");
    }
    static void TearDownTestSuite() { api_.reset(); }
    static inline std::unique_ptr<TestApi> api_;
};

TEST_P(BadUploadHead, IsRefusedBeforeTheBodyAndLeavesNothing) {
    const auto& bad = GetParam();
    const auto before = api_->stored();

    const auto plan = api_->plan(Method::put, "/api/v1/repositories/" + std::string(bad.target), 1000, bad.fields);

    ASSERT_TRUE(std::holds_alternative<Response>(plan)) << "the body would be read";
    const auto& refused = std::get<Response>(plan);
    EXPECT_EQ(refused.status, bad.status) << body_of(refused);
    EXPECT_EQ(code_of(refused), bad.code);
    EXPECT_THAT(member(refused, "detail"), HasSubstr(bad.detail));
    EXPECT_EQ(api_->stored(), before);
}

std::string name_of_head(const ::testing::TestParamInfo<BadHead>& row) { return row.param.because; }

INSTANTIATE_TEST_SUITE_P(
    Target, BadUploadHead,
    ::testing::Values(
        BadHead{"UnknownRepository", "other/channels/dev/packages/a.deb", {}, 404, "unknown-repository", "'other'"},
        BadHead{
            "UnknownChannel", "main/channels/other/packages/a.deb", {}, 404, "unknown-channel", "no channel 'other'"},
        BadHead{"UnknownDistro", "main/channels/dev/packages/a.deb?distro=sid", {}, 404, "unknown-distro", "sid"},
        BadHead{
            "UnknownDistroForANamelessFile", "main/channels/dev/packages?distro=sid", {}, 404, "unknown-distro", "sid"},
        BadHead{"UnknownComponent",
                "main/channels/dev/packages/a.deb?component=contrib",
                {},
                422,
                "unknown-component",
                "it has: main"},
        BadHead{"AComponentForRpm",
                "main/channels/dev/packages/a.rpm?component=main",
                {},
                422,
                "unknown-component",
                "has no components"},
        BadHead{"TheOtherFormat",
                "main/channels/dev/packages/a.rpm?distro=deb",
                {},
                422,
                "wrong-format",
                "distro deb takes .deb files"},
        BadHead{"NoDistroOfTheFormat",
                "many/channels/dev/packages/a.rpm",
                {},
                422,
                "wrong-format",
                "no distro of format rpm"},
        BadHead{"SeveralDistrosAndNoDefault",
                "many/channels/dev/packages/a.deb",
                {},
                422,
                "ambiguous-distro",
                "say which distro it is for"},
        BadHead{"AnImpossibleDistroName",
                "main/channels/dev/packages/a.deb?distro=No%20Distro",
                {},
                422,
                "invalid-name",
                "'no-distro' would be allowed"},
        BadHead{
            "AnUnknownQueryParameter", "main/channels/dev/packages/a.deb?distr=deb", {}, 422, "unknown-field", "distr"},
        BadHead{"AFileOfAnotherKind", "main/channels/dev/packages/a.dsc", {}, 422, "unsupported-format", "a.dsc"}),
    name_of_head);

INSTANTIATE_TEST_SUITE_P(Field, BadUploadHead,
                         ::testing::Values(BadHead{"AnUnreadableDigest",
                                                   "main/channels/dev/packages/a.deb",
                                                   {{"X-Checksum-Sha256", "abc"}},
                                                   422,
                                                   "invalid-digest",
                                                   "X-Checksum-Sha256"},
                                           BadHead{"AnUnreadableContentDigest",
                                                   "main/channels/dev/packages/a.deb",
                                                   {{"Content-Digest", "sha-256=:?:"}},
                                                   422,
                                                   "invalid-digest",
                                                   "Content-Digest"},
                                           BadHead{"ALongClaim",
                                                   "main/channels/dev/packages/a.deb",
                                                   {{"Slipway-Source-Ref", std::string(1025, 'x')}},
                                                   422,
                                                   "invalid-provenance",
                                                   "Slipway-Source-Ref must be at most 1 KiB"},
                                           BadHead{"AClaimThatIsNoText",
                                                   "main/channels/dev/packages/a.deb",
                                                   {{"Slipway-Source-Commit", "\xff"}},
                                                   422,
                                                   "invalid-provenance",
                                                   "printable ASCII"},
                                           BadHead{"ABuildUrlThatIsAScript",
                                                   "main/channels/dev/packages/a.deb",
                                                   {{"Slipway-Source-Build-Url", "javascript:alert(1)"}},
                                                   422,
                                                   "invalid-provenance",
                                                   "an http or https URL"}),
                         name_of_head);

struct BadName {
    const char* because;
    const char* target;
    const char* body;
    const char* allowed;

    friend std::ostream& operator<<(std::ostream& out, const BadName& row) { return out << row.because; }
};
class BadNameTest : public ::testing::TestWithParam<BadName> {};

TEST_P(BadNameTest, IsRefusedWithTheNearestAllowedOne) {
    TestApi api;
    api.make_main();
    const auto before = api.stored();

    const auto refused = api.put(GetParam().target, GetParam().body);

    EXPECT_EQ(refused.status, 422U) << body_of(refused);
    EXPECT_EQ(code_of(refused), "invalid-name");
    EXPECT_THAT(member(refused, "detail"), HasSubstr("'" + std::string(GetParam().allowed) + "' would be allowed"));
    EXPECT_EQ(api.stored(), before);
}
INSTANTIATE_TEST_SUITE_P(
    Of, BadNameTest,
    ::testing::Values(
        BadName{"ARepository", "/api/v1/repositories/My%20Tools", "{}", "my-tools"},
        BadName{"AReservedRepository", "/api/v1/repositories/metrics", "{}", "metrics-1"},
        BadName{"AChannelWithAReservedEnding", "/api/v1/repositories/main/channels/dev.sh", "{}", "dev-sh"},
        BadName{"AReservedChannel", "/api/v1/repositories/main/channels/pool", "{}", "pool-1"},
        BadName{"ADistro", "/api/v1/repositories/main", R"({"distros":[{"name":"EL 9","format":"rpm"}]})", "el-9"},
        BadName{"AReservedDistro", "/api/v1/repositories/main", R"({"distros":[{"name":"file","format":"deb"}]})",
                "file-1"},
        BadName{"AComponent", "/api/v1/repositories/main", R"({"distros":[{"name":"deb","components":["a/b"]}]})",
                "a-b"}),
    [](const auto& row) { return row.param.because; });

class BadUpload : public ::testing::Test {
protected:
    BadUpload() { api_.make_main(); }
    TestApi api_;
};

TEST_F(BadUpload, WithAnotherDigestThanDeclaredIsRefusedWithBothAndLeavesNothing) {
    const auto deb = a_deb("hello").build();
    const auto before = api_.stored();

    const auto refused = api_.upload("hello.deb", deb, "dev", {{"X-Checksum-Sha256", std::string(64, '0')}});

    EXPECT_EQ(refused.status, 422U);
    EXPECT_EQ(code_of(refused), "digest-mismatch");
    EXPECT_THAT(body_of(refused), HasSubstr(std::string(64, '0')));
    EXPECT_THAT(body_of(refused), HasSubstr(sha256_of(deb).hex()));
    EXPECT_EQ(api_.stored(), before);
}

TEST_F(BadUpload, OfATakenVersionIsRefusedBeforeTheBodyWhenItsDigestIsDeclared) {
    api_.upload("hello_1.0_amd64.deb", a_deb("hello").build(), "stable");

    const auto plan = api_.plan(Method::put, main_url + "/channels/stable/packages/hello_1.0_amd64.deb", 1000,
                                {{"X-Checksum-Sha256", std::string(64, '0')}});

    ASSERT_TRUE(std::holds_alternative<Response>(plan));
    EXPECT_EQ(code_of(std::get<Response>(plan)), "package-exists");
    EXPECT_THAT(body_of(std::get<Response>(plan)), HasSubstr("; channel stable has the other bytes. Raise"));
}

TEST_F(BadUpload, LostBeforeItsLastByteLeavesNothing) {
    const auto before = api_.stored();

    {
        auto plan = api_.plan(Method::put, dev_url + "/packages/a.deb", 1000);
        const auto& sink = std::get<std::unique_ptr<http::BodySink>>(plan);
        ASSERT_TRUE(sink->append("the first bytes").ok());
    }

    EXPECT_EQ(api_.stored(), before);
}

}  // namespace
}  // namespace slipway::api
