// Removals: many packages at once, all or none, in one revision.
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using testing::a_deb;
using testing::an_rpm;
using ::testing::HasSubstr;

const std::string removals = dev_url + "/removals";

class Removals : public ::testing::Test {
protected:
    Removals() {
        api_.make_main();
        auto form = a_form();
        for (const auto* version : {"1.0", "2.0"}) form.file("deb", "a.deb", a_deb("hello").version(version).build());
        form.file("deb", "arm.deb", a_deb("hello").version("2.0").architecture("arm64").build());
        form.file("deb", "world.deb", world_);
        form.file("rpm", "hello.rpm", rpm_);
        const auto answer = api_.post(dev_url + "/packages", form.body(), form_fields);
        EXPECT_EQ(answer.status, 201U) << body_of(answer);
    }
    /// Of `dev`.
    std::string packages() { return member(api_.get(dev_url), "package_count"); }
    std::string revision() { return member(api_.get(dev_url), "revision"); }

    const std::string world_ = a_deb("world").build();
    const std::string rpm_ = an_rpm("hello").bytes();
    TestApi api_;
};

TEST_F(Removals, TakeAllThatIsNamedOutInOneRevision) {
    const auto answer = api_.post(
        removals, R"({"packages":[")" + sha256_of(world_).hex() + R"(",)" + R"({"name":"hello"}],"reason":"unsafe"})");

    EXPECT_EQ(answer.status, 201U) << body_of(answer);
    EXPECT_THAT(body_of(answer), HasSubstr(R"({"revision":3,"previous_revision":2,"counts":{"added":0,"removed":4,)"));
    EXPECT_THAT(body_of(answer), HasSubstr(R"("name":"hello","architecture":"amd64","from":["1.0","2.0"],"to":[]})"));
    EXPECT_EQ(packages(), "0");
    EXPECT_THAT(std::string(answer.headers.find("Location").value_or("")),
                ::testing::EndsWith(dev_url + "/revisions/3"));
    const auto made = body_of(api_.get(dev_url + "/revisions/3"));
    EXPECT_THAT(made, HasSubstr(R"("cause":"remove",)"));
    EXPECT_THAT(made, HasSubstr(R"("reason":"unsafe","counts":{"added":0,"removed":5}})"));
}

TEST_F(Removals, AreNarrowedByVersionArchitectureAndDistro) {
    api_.post(removals, R"({"packages":[{"name":"hello","version":"2.0","architecture":"amd64"}]})");
    EXPECT_EQ(packages(), "4");

    api_.post(removals, R"({"packages":[{"name":"hello"}],"distro":"rpm"})");
    EXPECT_EQ(packages(), "3");

    api_.post(removals, R"({"packages":[{"name":"hello","version":null,"architecture":"arm64"}]})");
    EXPECT_EQ(packages(), "2");
}

TEST_F(Removals, OfOneThatIsNotThereRemoveNothing) {
    const auto answer = api_.post(removals, R"({"packages":[{"name":"hello"},{"name":"world","version":"9"}]})");
    const auto digest = std::string(64, 'a');
    const auto unknown = api_.post(removals, R"({"packages":[{"name":"hello"},")" + digest + "\"]}");

    EXPECT_EQ(answer.status, 404U);
    EXPECT_EQ(code_of(answer), "unknown-package");
    EXPECT_THAT(member(answer, "detail"), HasSubstr("'world' of version 9"));
    EXPECT_EQ(unknown.status, 404U);
    EXPECT_THAT(member(unknown, "detail"), HasSubstr(digest));
    EXPECT_EQ(packages(), "5");
}

TEST_F(Removals, AreRehearsedByADryRun) {
    const auto answer = api_.post(removals, R"({"packages":[{"name":"hello","version":"2.0"}],"dry_run":true})");

    EXPECT_EQ(answer.status, 200U) << body_of(answer);
    EXPECT_THAT(body_of(answer), HasSubstr(R"({"revision":2,"previous_revision":2,"counts":{"added":0,"removed":1,)"));
    EXPECT_THAT(body_of(answer), HasSubstr(R"("downgraded":[{"distro":"deb","component":"main","name":"hello",)"));
    EXPECT_FALSE(answer.headers.find("Location"));
    EXPECT_EQ(revision(), "2");
}

TEST_F(Removals, KnowAnRpmByTheBytesUploaded) {
    const auto answer = api_.post(removals, R"({"packages":[")" + sha256_of(rpm_).hex() + "\"]}");

    EXPECT_EQ(answer.status, 201U) << body_of(answer);
    EXPECT_EQ(packages(), "4");
}

TEST_F(Removals, HappenOnlyAtTheRevisionThatWasExpected) {
    const auto late = api_.post(removals, R"({"packages":[{"name":"world"}],"expect_revision":1})");
    const auto in_time = api_.post(removals, R"({"packages":[{"name":"world"}],"expect_revision":2})");

    EXPECT_EQ(late.status, 409U);
    EXPECT_EQ(code_of(late), "unexpected-revision");
    EXPECT_EQ(in_time.status, 201U);
}

TEST_F(Removals, AreRefusedWhereDeletingOnePackageIs) {
    api_.post(main_url + "/promotions", R"({"from":"dev","to":"stable"})");
    api_.put(main_url + "/channels/stable", R"({"protected":true})");
    const std::string body = R"({"packages":[{"name":"world"}]})";

    EXPECT_EQ(code_of(api_.post(main_url + "/channels/stable/removals", body)), "channel-protected");
    EXPECT_EQ(code_of(api_.post(main_url + "/channels/sid/removals", body)), "unknown-channel");
    EXPECT_EQ(code_of(api_.post(removals, R"({"packages":[{"name":"world"}],"distro":"sid"})")), "unknown-distro");
    api_.post(main_url + "/packages/" + sha256_of(world_).hex() + "/purge", R"({"reason":"r"})");
    EXPECT_EQ(code_of(api_.post(removals, R"({"packages":[")" + sha256_of(world_).hex() + "\"]}")), "purged");
}

TEST_F(Removals, RefuseWhatNamesNoPackage) {
    for (const auto* body :
         {"{}", R"({"packages":[]})", R"({"packages":null})", R"({"packages":"hello"})", R"({"packages":["hello"]})",
          R"({"packages":[5]})", R"({"packages":[{"version":"1"}]})", R"({"packages":[{"name":"a\u0001"}]})",
          R"({"packages":["a\u0001"]})", R"({"packages":[{"name":"hello"}],"expect_revision":0})"}) {
        const auto answer = api_.post(removals, body);
        EXPECT_EQ(answer.status, 422U) << body;
        EXPECT_EQ(code_of(answer), "invalid-field") << body;
    }
    const auto misspelt = api_.post(removals, R"({"packages":[{"name":"hello","verison":"1.0"}]})");
    EXPECT_EQ(code_of(misspelt), "unknown-field");
    EXPECT_THAT(member(misspelt, "detail"), HasSubstr("packages[0].verison"));
}

}  // namespace
}  // namespace slipway::api
