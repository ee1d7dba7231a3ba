// What an upload promises when it succeeds: safe retries, one signing per repository, versions that are taken, targets.
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using testing::a_deb;
using testing::an_rpm;
using ::testing::HasSubstr;
using ::testing::Not;

class Upload : public ::testing::Test {
protected:
    Upload() { api_.make_main(); }
    std::string packages_of(const std::string& channel) {
        return body_of(api_.get(main_url + "/channels/" + channel + "/packages"));
    }
    TestApi api_;
};

std::string other_bytes() { return a_deb("hello").field("X-Other", "bytes").build(); }

TEST_F(Upload, OfTheSameBytesAgainAnswers200WithTheSameBody) {
    const auto deb = a_deb("hello").build();
    const auto first = api_.upload("hello.deb", deb);

    const auto again = api_.upload("another-name.deb", deb);

    EXPECT_EQ(first.status, 201U) << body_of(first);
    EXPECT_EQ(again.status, 200U);
    EXPECT_EQ(body_of(again), body_of(first));
}

TEST_F(Upload, WarnsOfWhatIsUnusualEachTime) {
    const auto deb = a_deb("mongodb_thing").source("foo bar (1.0)").depends("a (< 1)").build();

    const auto uploaded = api_.upload("a.deb", deb);
    const auto again = api_.upload("a.deb", deb);

    EXPECT_EQ(uploaded.status, 201U) << body_of(uploaded);
    EXPECT_THAT(body_of(uploaded), HasSubstr("\"warnings\":[\"Depends: in "));
    EXPECT_THAT(body_of(uploaded), HasSubstr("\"Package: Debian policy wants lower case"));
    EXPECT_THAT(body_of(uploaded), HasSubstr("/foo/"));
    EXPECT_EQ(body_of(again), body_of(uploaded));
}

TEST_F(Upload, OfAPlainPackageWarnsOfNothing) {
    EXPECT_THAT(body_of(api_.upload("hello.deb", a_deb("hello").build())), HasSubstr("\"warnings\":[]"));
    EXPECT_THAT(body_of(api_.upload("hello.rpm", an_rpm("hello").bytes())), HasSubstr("\"warnings\":[]"));
}

TEST_F(Upload, OfAnRpmAnswersBothDigestsAndIsRetriedByEither) {
    const auto rpm = an_rpm("hello").bytes();
    const auto first = api_.upload("hello.rpm", rpm);

    const auto by_upload = api_.upload("hello.rpm", rpm);
    const auto by_served = api_.upload("hello.rpm", api_.blob(member(first, "sha256")));

    EXPECT_EQ(first.status, 201U) << body_of(first);
    EXPECT_EQ(member(first, "uploaded_sha256"), sha256_of(rpm).hex());
    EXPECT_NE(member(first, "sha256"), member(first, "uploaded_sha256"));
    EXPECT_EQ(by_upload.status, 200U);
    EXPECT_EQ(by_served.status, 200U);
    EXPECT_EQ(body_of(by_upload), body_of(first));
    EXPECT_EQ(body_of(by_served), body_of(first));
}

TEST_F(Upload, OfAnRpmIsSignedOnceForAllChannelsAndDistros) {
    api_.put(main_url, R"({"distros":[{"name":"el9","format":"rpm"}]})");
    const auto rpm = an_rpm("hello").bytes();

    const auto dev = api_.upload("hello.rpm", rpm);
    const auto stable = api_.upload("hello.rpm?distro=rpm,el9", rpm, "stable");

    EXPECT_EQ(stable.status, 201U) << body_of(stable);
    EXPECT_EQ(count_of("\"sha256\":\"" + member(dev, "sha256"), body_of(stable)), 2U);
    EXPECT_EQ(count_of("\"distro\":\"el9\"", body_of(stable)), 1U);
}

TEST_F(Upload, OfAnUnsignedRpmKeepsItsBytesWherePackagesAreNotSigned) {
    api_.put(main_url, R"({"sign_packages":false})");
    const auto rpm = an_rpm("hello").bytes();

    const auto uploaded = api_.upload("hello.rpm", rpm);

    EXPECT_EQ(member(uploaded, "sha256"), sha256_of(rpm).hex());
    EXPECT_THAT(body_of(uploaded), Not(HasSubstr("uploaded_sha256")));
}

TEST_F(Upload, OfOtherBytesReplacesThemInAMutableChannelOnly) {
    api_.upload("hello.deb", a_deb("hello").build());
    api_.upload("hello.deb", a_deb("hello").build(), "stable");

    const auto replaced = api_.upload("hello.deb", other_bytes());
    const auto refused = api_.upload("hello.deb", other_bytes(), "stable");

    EXPECT_EQ(replaced.status, 201U) << body_of(replaced);
    EXPECT_EQ(count_of("\"sha256\"", packages_of("dev")), 1U);
    EXPECT_THAT(packages_of("dev"), HasSubstr(sha256_of(other_bytes()).hex()));
    EXPECT_THAT(packages_of("stable"), HasSubstr(sha256_of(a_deb("hello").build()).hex()));
    EXPECT_EQ(refused.status, 409U);
    EXPECT_THAT(member(refused, "detail"), HasSubstr(sha256_of(other_bytes()).hex()));
    EXPECT_THAT(member(refused, "detail"), HasSubstr(sha256_of(a_deb("hello").build()).hex()));
}

TEST_F(Upload, OfARemovedVersionWithOtherBytesStaysRefused) {
    api_.upload("hello.deb", a_deb("hello").build(), "stable");
    api_.del(main_url + "/channels/stable/packages/" + sha256_of(a_deb("hello").build()).hex());

    EXPECT_EQ(api_.upload("hello.deb", other_bytes(), "stable").status, 409U);
    EXPECT_EQ(api_.upload("hello.deb", a_deb("hello").build(), "stable").status, 201U);
}

TEST_F(Upload, OfATakenVersionSaysWhichChannelHasTheOtherBytes) {
    const auto refusal = [this] { return member(api_.upload("hello.deb", other_bytes(), "stable"), "detail"); };
    api_.upload("hello.deb", a_deb("hello").build(), "stable");

    EXPECT_THAT(refusal(), HasSubstr("; channel stable has the other bytes. Raise the version"));
    api_.upload("hello.deb", a_deb("hello").build());
    EXPECT_THAT(refusal(), HasSubstr("; channels dev and stable have the other bytes. Raise the version"));
    for (const auto* channel : {"dev", "stable"})
        api_.del(main_url + "/channels/" + channel + "/packages/" + sha256_of(a_deb("hello").build()).hex());
    EXPECT_THAT(refusal(), HasSubstr("; no channel has the other bytes any more. Raise the version"));
}

TEST_F(Upload, MakesItsVersionTakenWhenItsChannelBecomesImmutable) {
    api_.upload("hello.deb", a_deb("hello").build());

    const auto changed = api_.put(dev_url, R"({"immutable_versions":true})");

    EXPECT_EQ(changed.status, 200U) << body_of(changed);
    EXPECT_EQ(code_of(api_.upload("hello.deb", other_bytes())), "package-exists");
    EXPECT_EQ(code_of(api_.upload("hello.deb", other_bytes(), "stable")), "package-exists");
}

TEST_F(Upload, WithAVersionTakenElsewhereKeepsItsChannelMutable) {
    api_.upload("hello.deb", a_deb("hello").build(), "stable");
    api_.upload("hello.deb", other_bytes());

    const auto refused = api_.put(dev_url, R"({"immutable_versions":true})");

    EXPECT_EQ(refused.status, 409U);
    EXPECT_EQ(code_of(refused), "package-exists");
    EXPECT_EQ(member(api_.get(dev_url), "immutable_versions"), "false");
}

TEST_F(Upload, GoesToEveryDistroThatIsListed) {
    api_.put(main_url, R"({"distros":[{"name":"trixie","format":"deb","components":["contrib","main"]}]})");

    const auto both = api_.upload("hello.deb?distro=deb,trixie,deb", a_deb("hello").build());

    EXPECT_EQ(both.status, 201U) << body_of(both);
    EXPECT_THAT(body_of(both), HasSubstr(R"("distro":"deb","component":"main")"));
    EXPECT_THAT(body_of(both), HasSubstr(R"("distro":"trixie","component":"contrib")"));
    EXPECT_EQ(count_of("\"distro\":", body_of(both)), 2U);
}

TEST_F(Upload, GoesWhereItsFormFieldSays) {
    api_.patch(main_url + "/distros/deb", R"({"components":["main","contrib"]})");
    api_.put(main_url + "/distros/el9", R"({"format":"rpm"})");

    const auto answer = api_.post(
        dev_url + "/packages",
        a_form().file("deb/contrib", "a.deb", a_deb("aa").build()).file("el9", "b.rpm", an_rpm("b").bytes()).body(),
        form_fields);

    EXPECT_EQ(answer.status, 201U) << body_of(answer);
    EXPECT_THAT(body_of(answer), HasSubstr(R"("distro":"deb","component":"contrib")"));
    EXPECT_THAT(body_of(answer), HasSubstr(R"("distro":"el9","component":null)"));
}

TEST_F(Upload, ForAnotherArchitectureAddsItsIndexToTheChannelItGoesTo) {
    api_.upload("hello.deb", a_deb("hello").architecture("riscv64").build());

    EXPECT_THAT(body_of(api_.get(main_url)), HasSubstr(R"("architectures":["amd64","arm64"])"));
    EXPECT_THAT(body_of(api_.get(dev_url)),
                HasSubstr(R"("architectures":{"deb":["amd64","arm64","riscv64"],"rpm":["x86_64","aarch64"]})"));
    EXPECT_THAT(body_of(api_.get("/main/deb/dists/dev/Release")), HasSubstr("main/binary-riscv64/Packages.xz"));
    EXPECT_THAT(body_of(api_.get("/main/deb/dists/stable/Release")), Not(HasSubstr("riscv64")));
}

TEST_F(Upload, ForAnUnknownArchitectureIsRefusedWithTheNearestOne) {
    const auto deb = api_.upload("hello.deb", a_deb("hello").architecture("aarch64").build());
    const auto rpm = api_.upload("hello.rpm", an_rpm("hello").architecture("arm64").bytes());
    const auto declared = api_.put(main_url + "/distros/rpm", R"({"architectures":["armhf"]})");

    EXPECT_EQ(deb.status, 422U);
    EXPECT_EQ(code_of(deb), "unknown-architecture");
    EXPECT_THAT(body_of(deb), HasSubstr("dpkg knows no architecture 'aarch64'; the nearest is 'arm64'"));
    EXPECT_EQ(code_of(rpm), "unknown-architecture");
    EXPECT_THAT(body_of(rpm), HasSubstr("the nearest is 'aarch64'"));
    EXPECT_EQ(code_of(declared), "unknown-architecture");
    EXPECT_THAT(body_of(declared), HasSubstr("the nearest is 'armhfp'"));
}

TEST_F(Upload, WithoutANameIsKnownByItsBytes) {
    const auto deb = api_.post(dev_url + "/packages", a_deb("hello").build());
    const auto rpm = api_.put(dev_url + "/packages/", an_rpm("hello").bytes());

    EXPECT_EQ(member(deb, "distro"), "deb") << body_of(deb);
    EXPECT_EQ(member(rpm, "distro"), "rpm") << body_of(rpm);
}

TEST_F(Upload, WithoutANameThatIsNoPackageIsJudgedByTheDistroItIsFor) {
    const auto deb = api_.post(dev_url + "/packages?distro=deb", "hello, world");
    const auto rpm = api_.post(dev_url + "/packages?distro=rpm", "hello, world");
    const auto other = api_.post(dev_url + "/packages?distro=rpm", a_deb("hello").build());
    const auto neither = api_.post(dev_url + "/packages", "hello, world");

    EXPECT_EQ(code_of(deb), "invalid-package");
    EXPECT_THAT(body_of(deb), HasSubstr("not a Debian package"));
    EXPECT_EQ(code_of(rpm), "wrong-format");
    EXPECT_THAT(body_of(rpm), HasSubstr("not an rpm package"));
    EXPECT_EQ(code_of(other), "wrong-format");
    EXPECT_EQ(code_of(neither), "unsupported-format");
    EXPECT_THAT(body_of(neither), HasSubstr("neither a .deb nor an .rpm"));
}

}  // namespace
}  // namespace slipway::api
