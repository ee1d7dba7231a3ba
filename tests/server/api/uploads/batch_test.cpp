// Many packages in one form: all or nothing, one revision, and one answer that names every bad file.
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

class Batch : public ::testing::Test {
protected:
    Batch() { api_.make_main(); }

    Response send(const FormBuilder& form, const std::string& channel = "dev", const std::string& query = "") {
        return api_.post(main_url + "/channels/" + channel + "/packages" + query, form.body(), form_fields);
    }

    TestApi api_;
};

TEST_F(Batch, OfBothFormatsMakesOneRevision) {
    const auto answer = send(a_form()
                                 .file("package", "a.deb", a_deb("aa").build())
                                 .file("file", "b.deb", a_deb("bb").build())
                                 .file("rpm", "c.rpm", an_rpm("c").bytes()));

    EXPECT_EQ(answer.status, 201U) << body_of(answer);
    EXPECT_EQ(member(answer, "revision"), "2");
    EXPECT_EQ(count_of("\"path\":", body_of(answer)), 3U);
    EXPECT_EQ(member(api_.get(dev_url), "package_count"), "3");
}

TEST_F(Batch, WithBadFilesNamesEveryOneAndLeavesNothing) {
    const auto before = api_.stored();

    const auto refused = send(a_form()
                                  .file("package", "good.deb", a_deb("good").build())
                                  .file("sid", "nowhere.deb", a_deb("nowhere").build())
                                  .file("package", "text.deb", "no package")
                                  .file("deb/contrib", "typo.deb", a_deb("typo").build())
                                  .file("package", "a.changes", "Format: 1.8\n")
                                  .file("package", "cut.rpm", an_rpm("cut").bytes().substr(0, 400))
                                  .text("distro", "deb"));

    EXPECT_EQ(refused.status, 422U) << body_of(refused);
    const auto body = body_of(refused);
    EXPECT_THAT(body, HasSubstr(R"({"file":"nowhere.deb","code":"unknown-distro")"));
    EXPECT_THAT(body, HasSubstr(R"({"file":"text.deb","code":"invalid-package")"));
    EXPECT_THAT(body, HasSubstr(R"({"file":"typo.deb","code":"unknown-component")"));
    EXPECT_THAT(body, HasSubstr(R"({"file":"a.changes","code":"unsupported-format")"));
    EXPECT_THAT(body, HasSubstr(R"({"file":"cut.rpm","code":"invalid-package")"));
    EXPECT_THAT(body, HasSubstr(R"({"file":"distro","code":"unknown-field")"));
    EXPECT_THAT(body, Not(HasSubstr("good.deb")));
    EXPECT_EQ(count_of("\"file\":", body), 6U);
    EXPECT_EQ(api_.stored(), before);
}

TEST_F(Batch, WithAConflictInOneFileIsRefusedWhole) {
    api_.upload("a.deb", a_deb("aa").build(), "stable");
    const auto before = api_.stored();

    const auto refused = send(a_form()
                                  .file("package", "a.deb", a_deb("aa").field("X-Other", "bytes").build())
                                  .file("package", "b.deb", a_deb("bb").build()),
                              "stable");

    EXPECT_EQ(refused.status, 409U) << body_of(refused);
    EXPECT_THAT(body_of(refused), HasSubstr(R"("errors":[{"file":"a.deb","code":"package-exists")"));
    EXPECT_THAT(member(refused, "detail"), HasSubstr("Raise the version"));
    EXPECT_EQ(member(api_.get(main_url + "/channels/stable"), "revision"), "2");
    EXPECT_EQ(api_.stored(), before);
}

TEST_F(Batch, WithABadFileNamesConflictsToo) {
    api_.upload("aa.deb", a_deb("aa").build(), "stable");
    api_.upload("hello.rpm", an_rpm("hello").bytes(), "stable");

    const auto refused = send(a_form()
                                  .file("package", "aa.deb", a_deb("aa").field("X-Other", "bytes").build())
                                  .file("package", "hello.rpm", an_rpm("hello").summary("other").bytes())
                                  .file("package", "text.deb", "no package"),
                              "stable");

    EXPECT_EQ(refused.status, 422U) << body_of(refused);
    EXPECT_THAT(body_of(refused), HasSubstr(R"({"file":"text.deb","code":"invalid-package")"));
    EXPECT_THAT(body_of(refused), HasSubstr(R"({"file":"aa.deb","code":"package-exists")"));
    EXPECT_THAT(body_of(refused), HasSubstr(R"({"file":"hello.rpm","code":"package-exists")"));
}

struct SameVersion {
    const char* because;
    const char* first_field;
    const char* second_field;
    const char* channel;

    friend std::ostream& operator<<(std::ostream& out, const SameVersion& row) { return out << row.because; }
};
class BatchOfOneVersion : public Batch, public ::testing::WithParamInterface<SameVersion> {};

TEST_P(BatchOfOneVersion, WithTwoContentsIsRefused) {
    api_.patch(main_url + "/distros/deb", R"({"components":["main","extra"]})");
    const auto before = api_.stored();

    const auto refused = send(a_form()
                                  .file(GetParam().first_field, "a.deb", a_deb("aa").build())
                                  .file(GetParam().second_field, "b.deb", a_deb("aa").field("X-Other", "1").build()),
                              GetParam().channel);

    EXPECT_EQ(refused.status, 409U) << body_of(refused);
    EXPECT_THAT(body_of(refused), HasSubstr(R"({"file":"b.deb","code":"package-exists")"));
    EXPECT_THAT(member(refused, "detail"), HasSubstr("two files of this upload are aa 1.0 (amd64)"));
    EXPECT_EQ(api_.stored(), before);
}
INSTANTIATE_TEST_SUITE_P(In, BatchOfOneVersion,
                         ::testing::Values(SameVersion{"AMutableChannel", "package", "package", "dev"},
                                           SameVersion{"AnImmutableChannel", "package", "package", "stable"},
                                           SameVersion{"TwoComponents", "deb/main", "deb/extra", "dev"}),
                         [](const auto& row) { return row.param.because; });

TEST_F(Batch, WithTheSameFileTwiceTakesItOnce) {
    const auto deb = a_deb("aa").build();

    const auto answer = send(a_form().file("package", "a.deb", deb).file("package", "copy.deb", deb));

    EXPECT_EQ(answer.status, 201U) << body_of(answer);
    EXPECT_EQ(member(api_.get(dev_url), "package_count"), "1");
}

TEST_F(Batch, ThatIsPartlyThereAddsTheRest) {
    const auto a = a_deb("aa").build();
    api_.upload("a.deb", a);

    const auto added = send(a_form().file("package", "a.deb", a).file("package", "b.deb", a_deb("bb").build()));
    const auto again = send(a_form().file("package", "a.deb", a).file("package", "b.deb", a_deb("bb").build()));

    EXPECT_EQ(added.status, 201U) << body_of(added);
    EXPECT_EQ(member(added, "revision"), "3");
    EXPECT_EQ(again.status, 200U) << body_of(again);
    EXPECT_EQ(member(again, "revision"), "3");
    EXPECT_EQ(count_of("\"path\":", body_of(again)), 2U);
}

TEST_F(Batch, VerifiesTheDigestOfEveryPart) {
    const auto refused =
        send(a_form()
                 .file("package", "a.deb", a_deb("aa").build())
                 .file("package", "b.deb", a_deb("bb").build(), {{"X-Checksum-Sha256", std::string(64, '0')}}));

    EXPECT_EQ(refused.status, 422U);
    EXPECT_THAT(body_of(refused), HasSubstr(R"("errors":[{"file":"b.deb","code":"digest-mismatch")"));
}

TEST_F(Batch, WithoutAFileIsRefused) { EXPECT_EQ(code_of(send(a_form())), "no-files"); }

TEST_F(Batch, CutOffIsRefusedAndLeavesNothing) {
    const auto before = api_.stored();
    const auto form = a_form().file("package", "a.deb", a_deb("aa").build()).body();

    const auto refused = api_.post(dev_url + "/packages", form.substr(0, form.size() - 8), form_fields);

    EXPECT_EQ(refused.status, 400U) << body_of(refused);
    EXPECT_EQ(api_.stored(), before);
}

TEST_F(Batch, KeepsTheClaimsOfItsHeadForAllFiles) {
    auto fields = form_fields;
    fields.emplace_back("Slipway-Source-Commit", "abc123");
    const auto form = a_form().file("package", "a.deb", a_deb("aa").build()).file("deb", "b.deb", a_deb("bb").build());
    api_.post(dev_url + "/packages", form.body(), fields);

    for (const auto* name : {"aa", "bb"})
        EXPECT_THAT(body_of(api_.get(main_url + "/packages/" + sha256_of(a_deb(name).build()).hex())),
                    HasSubstr(R"("claimed":{"commit":"abc123"})"));
}

}  // namespace
}  // namespace slipway::api
