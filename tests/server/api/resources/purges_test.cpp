// A purge through the API: what is answered, and what every address of the package says from then on.
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using testing::a_deb;
using testing::an_rpm;
using ::testing::HasSubstr;

class Purges : public ::testing::Test {
protected:
    Purges() { api_.make_main(); }

    Response purge(const std::string& sha256, const std::string& body = R"({"reason":"a leaked secret"})") {
        return api_.post(main_url + "/packages/" + sha256 + "/purge", body);
    }

    TestApi api_;
    std::string hello_ = a_deb("hello").version("1.0").build();
    std::string sha256_ = sha256_of(hello_).hex();
};

TEST_F(Purges, SayWhatWasPurgedAndFromWhichChannels) {
    api_.upload("hello.deb", hello_);
    api_.upload("hello.deb", hello_, "stable");

    const auto purged = purge(sha256_);

    EXPECT_EQ(purged.status, 200U) << body_of(purged);
    EXPECT_THAT(body_of(purged), HasSubstr(R"({"packages":[{"sha256":")" + sha256_ +
                                           R"(","name":"hello","version":"1.0","architecture":"amd64","purged_at":")"));
    EXPECT_THAT(body_of(purged), HasSubstr(R"("bytes":"destroyed"}],"channels":[{"channel":"dev","revision":3},)"
                                           R"({"channel":"stable","revision":3}]})"));
    const auto events = body_of(api_.get("/api/v1/events"));
    EXPECT_THAT(events,
                HasSubstr(R"-("action":"purge","actor":"admin (#1)","address":"192.0.2.7","repository":"main")-"));
    EXPECT_THAT(events, HasSubstr(R"("reason":"a leaked secret")"));
}

TEST_F(Purges, LeaveAddressesThatAnswer410WithABody) {
    const auto path = member(api_.upload("hello.deb", hello_), "path");
    EXPECT_EQ(api_.get(path).status, 200U);

    purge(sha256_);

    const auto file = api_.get(path);
    EXPECT_EQ(file.status, 410U);
    EXPECT_THAT(body_of(file), HasSubstr("was purged"));
    const auto package = api_.get(main_url + "/packages/" + sha256_);
    EXPECT_EQ(package.status, 410U);
    EXPECT_EQ(code_of(package), "purged");
    EXPECT_THAT(body_of(package), ::testing::Not(HasSubstr("a leaked secret"))) << "anybody may read this";
}

TEST_F(Purges, OfAnRpmLeaveAllItsAddressesSo) {
    const auto rpm = an_rpm("hello").bytes();
    const auto uploaded = api_.upload("hello.rpm", rpm);

    EXPECT_EQ(purge(member(uploaded, "uploaded_sha256")).status, 200U);

    EXPECT_EQ(api_.get(member(uploaded, "path")).status, 410U);
    for (const auto* digest : {"sha256", "uploaded_sha256"})
        EXPECT_EQ(api_.get(main_url + "/packages/" + member(uploaded, digest)).status, 410U);
}

TEST_F(Purges, RefuseTheSameBytesWith409) {
    api_.upload("hello.deb", hello_);
    purge(sha256_);
    const auto before = api_.stored();

    const auto again = api_.upload("hello.deb", hello_);
    const auto batch = api_.post(
        dev_url + "/packages",
        a_form().file("package", "a.deb", a_deb("other").build()).file("file", "b.deb", hello_).body(), form_fields);

    EXPECT_EQ(again.status, 409U);
    EXPECT_EQ(code_of(again), "purged");
    EXPECT_THAT(body_of(batch), HasSubstr(R"("errors":[{"file":"b.deb","code":"purged")"));
    EXPECT_EQ(api_.stored(), before);
}

TEST_F(Purges, AreRefusedBeforeTheBodyWhenTheDigestIsDeclared) {
    api_.upload("hello.deb", hello_);
    purge(sha256_);

    const auto plan =
        api_.plan(Method::put, dev_url + "/packages/hello.deb", hello_.size(), {{"X-Checksum-Sha256", sha256_}});

    const auto* refused = std::get_if<Response>(&plan);
    ASSERT_NE(refused, nullptr);
    EXPECT_EQ(code_of(*refused), "purged");
}

TEST_F(Purges, NeedAReasonAndAPackage) {
    api_.upload("hello.deb", hello_);

    for (const auto* body : {"", "{}", R"({"reason":""})", R"({"reason":1})"}) {
        EXPECT_EQ(purge(sha256_, body).status, 422U) << body;
        EXPECT_EQ(code_of(purge(sha256_, body)), "invalid-field") << body;
    }
    EXPECT_EQ(code_of(purge(sha256_, R"({"reason":"x","force":true})")), "unknown-field");
    EXPECT_EQ(code_of(purge(sha256_, R"({"reason":")" + std::string(1001, 'x') + R"("})")), "invalid-field");
    EXPECT_EQ(purge(sha256_of("another").hex()).status, 404U);
    EXPECT_EQ(purge("hello").status, 404U);
    EXPECT_EQ(api_.get(main_url + "/packages/" + sha256_).status, 200U);
}

TEST_F(Purges, FreeTheVersionThatASquatterTookIfTheySaySo) {
    api_.upload("hello.deb", hello_, "stable");
    const auto real = a_deb("hello").version("1.0").depends("libc6").build();

    const auto purged = purge(sha256_, R"({"reason":"a squatter","release_version":true})");

    EXPECT_THAT(body_of(purged),
                HasSubstr(R"("released":[{"distro":"deb","name":"hello","version":"1.0","architecture":"amd64"}])"));
    EXPECT_EQ(api_.upload("hello.deb", real, "stable").status, 201U);
    EXPECT_EQ(code_of(api_.upload("hello.deb", hello_, "stable")), "purged");
    EXPECT_THAT(body_of(api_.get("/api/v1/events")), HasSubstr(R"("released_in":["deb"])"));
}

TEST_F(Purges, TakeABooleanForTheVersion) {
    api_.upload("hello.deb", hello_);

    EXPECT_EQ(code_of(purge(sha256_, R"({"reason":"x","release_version":"yes"})")), "invalid-field");
}

}  // namespace
}  // namespace slipway::api
