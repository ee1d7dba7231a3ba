// Who did something is told to those who may read the repository by a token, and to nobody else.
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using testing::a_deb;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Provenance : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        api_ = std::make_unique<TestApi>();
        api_->make_main();
        const auto claims = Fields{{"Slipway-Source-Commit", "abc123"}, {"Slipway-Build-Url", "https://ci.example/7"}};
        ASSERT_EQ(api_->upload("hello.deb", hello_, "dev", claims).status, 201U);
        ASSERT_EQ(api_->post(main_url + "/pins", R"({"name":"golden","channel":"dev","revision":2})").status, 201U);
        administrator_ = api_->secret();
    }
    static void TearDownTestSuite() { api_.reset(); }

    static std::string read_with(const std::string& secret, const std::string& path) {
        api_->use_token(secret);
        const auto answer = api_->get(main_url + path);
        api_->use_token(administrator_);
        EXPECT_EQ(answer.status, 200U) << body_of(answer);
        return body_of(answer);
    }

    static inline std::unique_ptr<TestApi> api_;
    static inline std::string administrator_;
    static inline const std::string hello_ = a_deb("hello").build();
    static inline const std::string hello_path_ = "/packages/" + sha256_of(hello_).hex();
};

TEST_F(Provenance, ThatWasClaimedIsReadByAll) {
    EXPECT_THAT(read_with("", hello_path_),
                HasSubstr(R"("claimed":{"commit":"abc123","build_url":"https://ci.example/7"})"));
    EXPECT_THAT(read_with("", hello_path_), HasSubstr(R"("provenance":{"verified":{"time":")"));
}

class PeopleTest : public Provenance, public ::testing::WithParamInterface<const char*> {
protected:
    static std::string read_with(const std::string& secret) {
        const std::string path = GetParam();
        return Provenance::read_with(secret, path == "package" ? hello_path_ : path);
    }
};

const auto names_nobody = Not(AnyOf(HasSubstr("admin"), HasSubstr("192.0.2.7"), HasSubstr("slipwayd")));

TEST_P(PeopleTest, AreNotNamedToStrangers) {
    EXPECT_THAT(read_with(""), names_nobody);
    EXPECT_THAT(read_with("slw_guessed"), names_nobody);
}

TEST_P(PeopleTest, AreNotNamedToATokenForAnotherRepository) {
    EXPECT_THAT(read_with(api_->make_token({"admin:other"})), names_nobody);
}

TEST_P(PeopleTest, AreNamedToWhoeverMayReadTheRepository) {
    EXPECT_THAT(read_with(api_->make_token({"read:main"})), HasSubstr("admin"));
    EXPECT_THAT(read_with(api_->make_token({"promote:main"})), HasSubstr("admin"));
}

INSTANTIATE_TEST_SUITE_P(In, PeopleTest,
                         ::testing::Values("/channels/dev/revisions", "/channels/dev/revisions/2", "/pins", "package"));

}  // namespace
}  // namespace slipway::api
