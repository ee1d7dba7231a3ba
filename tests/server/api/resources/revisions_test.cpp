// The past of a channel: its revisions, what differs between them, and where a package was.
#include "storage/catalog/revisions.hpp"

#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using testing::a_deb;
using testing::an_rpm;
using ::testing::HasSubstr;

const std::string stable_url = main_url + "/channels/stable";

/// `dev`: r2 hello 1.0, r3 tool 1.0 for all and lib as rpm, r4 hello 2.0 beside it, r5 without tool. `stable`: r1.
class Revisions : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        api_ = std::make_unique<TestApi>();
        api_->make_main();
        upload("hello.deb", hello_);
        auto form = a_form();
        form.file("deb", "tool.deb", tool_);
        form.file("rpm", "lib.rpm", an_rpm("lib").version("2").architecture("noarch").bytes());
        ASSERT_EQ(api_->post(dev_url + "/packages", form.body(), form_fields).status, 201U);
        upload("hello2.deb", a_deb("hello").version("2.0").build());
        ASSERT_EQ(api_->del(dev_url + "/packages/" + sha256_of(tool_).hex() + "?reason=broken").status, 200U);
    }
    static void TearDownTestSuite() { api_.reset(); }

    static void upload(const std::string& name, const std::string& bytes) {
        const auto answer = api_->upload(name, bytes);
        ASSERT_EQ(answer.status, 201U) << body_of(answer);
    }
    static Response get(const std::string& target) { return api_->get(target); }
    static std::string body(const std::string& target) { return body_of(get(target)); }

    /// The numbers of the revisions in an answer.
    static std::vector<std::string> numbers(const Response& response, const std::string& name) {
        std::vector<std::string> found;
        const auto text = body_of(response);
        const auto key = "\"" + name + "\":";
        for (auto at = text.find(key); at != text.npos; at = text.find(key, at + 1))
            found.push_back(text.substr(at + key.size(), text.find_first_of(",}", at) - at - key.size()));
        return found;
    }

    static inline std::unique_ptr<TestApi> api_;
    static inline const std::string hello_ = a_deb("hello").version("1.0").build();
    static inline const std::string tool_ = a_deb("tool").architecture("all").build();
};

TEST_F(Revisions, AreListedNewestFirstWithWhatMadeThem) {
    const auto listed = get(dev_url + "/revisions");

    EXPECT_EQ(listed.status, 200U);
    EXPECT_THAT(numbers(listed, "number"), ::testing::ElementsAre("5", "4", "3", "2", "1"));
    EXPECT_THAT(body_of(listed), HasSubstr(R"("cause":"remove","actor":"admin)"));
    EXPECT_THAT(body_of(listed), HasSubstr(R"("reason":"broken","counts":{"added":0,"removed":1})"));
    EXPECT_THAT(body_of(listed), HasSubstr(R"("cause":"create")"));
    EXPECT_EQ(member(listed, "next"), "null");
}

TEST_F(Revisions, SayWhereClientsFindThem) {
    const auto third = body(dev_url + "/revisions/3");

    EXPECT_THAT(third, HasSubstr(R"("snapshots":[{"distro":"deb","format":"deb","url":")"));
    EXPECT_THAT(third, HasSubstr(R"(/main/deb/snapshots/r3"},{"distro":"rpm","format":"rpm","url":")"));
    EXPECT_THAT(third, HasSubstr(R"(/main/rpm/snapshots/r3"}]})"));
    EXPECT_THAT(body(dev_url + "/revisions"), HasSubstr("/main/rpm/snapshots/r5\"}"));
}

TEST_F(Revisions, AreListedInPages) {
    const auto first = get(dev_url + "/revisions?limit=3");
    const auto second = get(dev_url + "/revisions?limit=3&cursor=" + member(first, "next"));

    EXPECT_THAT(numbers(first, "number"), ::testing::ElementsAre("5", "4", "3"));
    EXPECT_THAT(numbers(second, "number"), ::testing::ElementsAre("2", "1"));
    EXPECT_EQ(member(second, "next"), "null");
    EXPECT_EQ(code_of(get(dev_url + "/revisions?cursor=x")), "invalid-field");
}

TEST_F(Revisions, TellTheirCountsAndContent) {
    const auto third = get(dev_url + "/revisions/3");
    const auto channel = get(dev_url);
    const auto newest = get(dev_url + "/revisions/" + member(channel, "revision"));

    EXPECT_EQ(third.status, 200U) << body_of(third);
    EXPECT_EQ(member(third, "package_count"), "3");
    EXPECT_THAT(body_of(third), HasSubstr(R"("counts":{"added":2,"removed":0},"changes":[{"event":)"));
    EXPECT_EQ(member(newest, "root"), member(channel, "root"));
    EXPECT_NE(member(third, "root"), member(channel, "root"));
}

TEST_F(Revisions, ThatNeverWereAreUnknown) {
    for (const auto* number : {"6", "0", "r3", "99999999999999999999"}) {
        EXPECT_EQ(get(dev_url + "/revisions/" + number).status, 404U) << number;
        EXPECT_EQ(code_of(get(dev_url + "/revisions/" + number)), "unknown-revision") << number;
    }
    EXPECT_EQ(code_of(get(main_url + "/channels/none/revisions/1")), "unknown-channel");
    EXPECT_EQ(code_of(get(dev_url + "/diff?from=1&to=6")), "unknown-revision");
}

TEST_F(Revisions, DifferByPackagesAndVersions) {
    const auto diff = get(dev_url + "/diff?from=2&to=5");

    EXPECT_EQ(diff.status, 200U);
    EXPECT_EQ(
        body_of(diff),
        R"({"from":{"channel":"dev","revision":2},"to":{"channel":"dev","revision":5},)"
        R"("counts":{"added":1,"removed":0,"upgraded":1,"downgraded":0},)"
        R"("added":[{"distro":"rpm","component":null,"name":"lib","architecture":"noarch","from":[],"to":["2-1"]}],)"
        R"("removed":[],)"
        R"("upgraded":[{"distro":"deb","component":"main","name":"hello","architecture":"amd64","from":["1.0"],)"
        R"("to":["1.0","2.0"]}],"downgraded":[],"next":null})"
        "\n");
}

TEST_F(Revisions, DifferFromTheNewestUnlessTold) {
    EXPECT_EQ(body(dev_url + "/diff?from=3"), body(dev_url + "/diff?from=3&to=5"));
    EXPECT_THAT(body(dev_url + "/diff?from=5&to=3"), HasSubstr(R"("name":"tool","architecture":"all","from":[],"to")"));
}

TEST_F(Revisions, DifferencesComeInPages) {
    const auto first = get(dev_url + "/diff?from=1&to=3&limit=2");
    const auto second = get(dev_url + "/diff?from=1&to=3&limit=2&cursor=" + member(first, "next"));

    EXPECT_THAT(numbers(first, "name"), ::testing::ElementsAre(R"("hello")", R"("tool")"));
    EXPECT_THAT(numbers(second, "name"), ::testing::ElementsAre(R"("lib")"));
    EXPECT_THAT(body_of(second), HasSubstr(R"("counts":{"added":3,)"));
    EXPECT_EQ(member(second, "next"), "null");
    EXPECT_EQ(code_of(get(dev_url + "/diff?from=1&cursor=x")), "invalid-field");
}

TEST_F(Revisions, OfTwoChannelsDifferInTheDirectionOfAPromotion) {
    const auto diff = get(dev_url + "/diff?against=stable");

    EXPECT_THAT(body_of(diff), HasSubstr(R"({"from":{"channel":"stable","revision":1},"to":{"channel":"dev",)"));
    EXPECT_THAT(body_of(diff), HasSubstr(R"("counts":{"added":2,"removed":0,)"));
    EXPECT_THAT(body(stable_url + "/diff?against=dev"), HasSubstr(R"("counts":{"added":0,"removed":2,)"));
    EXPECT_THAT(body(dev_url + "/diff?against=dev"), HasSubstr(R"("counts":{"added":0,"removed":0,)"));
    EXPECT_EQ(get(dev_url + "/diff?against=none").status, 404U);
}

TEST_F(Revisions, AreComparedOnlyWhenTwoAreNamed) {
    for (const auto* query : {"", "?to=3", "?from=x", "?from=1&against=stable", "?to=1&against=stable"})
        EXPECT_EQ(code_of(get(dev_url + "/diff" + query)), "invalid-field") << query;
}

TEST_F(Revisions, ThatHaveAPackageAreFound) {
    const auto hello = main_url + "/packages/" + sha256_of(hello_).hex();
    const auto tool = main_url + "/packages/" + sha256_of(tool_).hex();

    EXPECT_THAT(numbers(get(tool + "/revisions"), "revision"), ::testing::ElementsAre("4", "3"));
    EXPECT_THAT(body(tool + "/revisions?limit=1"), HasSubstr(R"({"channel":"dev","revision":4,"time":)"));
    EXPECT_THAT(body(hello + "/revisions"), HasSubstr(R"("distros":["deb"])"));
    EXPECT_THAT(numbers(get(hello + "/revisions?channel=stable"), "revision"), ::testing::IsEmpty());
    EXPECT_EQ(get(hello + "/revisions?channel=none").status, 404U);
    EXPECT_EQ(get(main_url + "/packages/" + sha256_of("other").hex() + "/revisions").status, 404U);
}

TEST_F(Revisions, ThatHaveAPackageComeInPages) {
    const auto url = main_url + "/packages/" + sha256_of(hello_).hex() + "/revisions";
    const auto first = get(url + "?limit=3");
    const auto second = get(url + "?limit=3&cursor=" + member(first, "next"));

    EXPECT_THAT(numbers(first, "revision"), ::testing::ElementsAre("5", "4", "3"));
    EXPECT_THAT(numbers(second, "revision"), ::testing::ElementsAre("2"));
    EXPECT_EQ(member(second, "next"), "null");
    EXPECT_EQ(code_of(get(url + "?cursor=x")), "invalid-field");
}

TEST_F(Revisions, OfAPackageSayHowItCameAndWhereItIs) {
    const auto hello = get(main_url + "/packages/" + sha256_of(hello_).hex());

    EXPECT_EQ(member(hello, "uploaded_sha256"), sha256_of(hello_).hex());
    EXPECT_THAT(body_of(hello), HasSubstr(R"("verified":{"token":{"id":1,"name":"admin"})"));
    EXPECT_THAT(body_of(hello), HasSubstr(R"("channels":[{"channel":"dev","distro":"deb")"));
    EXPECT_THAT(body(main_url + "/packages/" + sha256_of(tool_).hex()), HasSubstr(R"("channels":[])"));
}

TEST_F(Revisions, OfAnRpmAreFoundByTheDigestThatWasUploadedToo) {
    const auto uploaded = sha256_of(an_rpm("lib").version("2").architecture("noarch").bytes()).hex();

    const auto lib = get(main_url + "/packages/" + uploaded);

    EXPECT_EQ(member(lib, "uploaded_sha256"), uploaded);
    EXPECT_NE(member(lib, "sha256"), uploaded);
    EXPECT_EQ(body(main_url + "/packages/" + uploaded + "/revisions"),
              body(main_url + "/packages/" + member(lib, "sha256") + "/revisions"));
}

}  // namespace
}  // namespace slipway::api
