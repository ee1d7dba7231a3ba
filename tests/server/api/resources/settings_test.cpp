// Repositories, distros and channels as resources: PUT is the whole declaration of their settings, PATCH changes single
// members, and what was read can be expected when it is changed.
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using testing::a_deb;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string deb_url = main_url + "/distros/deb";
const std::string rpm_url = main_url + "/distros/rpm";
const std::string stable_url = main_url + "/channels/stable";

std::string field_of(const Response& response, std::string_view name) {
    return std::string(response.headers.find(name).value_or(""));
}

class Settings : public ::testing::Test {
protected:
    Settings() { api_.make_main(); }

    std::string number_of_events() { return member(api_.get("/api/v1/events?limit=0"), "number"); }
    std::string etag(const std::string& url) { return field_of(api_.get(url), "ETag"); }

    TestApi api_;
};

/// One member of one resource, how it is by default, and another value.
struct Member {
    const char* because;
    std::string url;
    const char* name;
    std::string by_default;
    std::string other;

    friend std::ostream& operator<<(std::ostream& out, const Member& row) { return out << row.because; }
};

class SettingsMember : public Settings, public ::testing::WithParamInterface<Member> {
protected:
    bool has(const std::string& value) {
        return body_of(api_.get(GetParam().url)).find(std::string("\"") + GetParam().name + "\":" + value) !=
               std::string::npos;
    }
    std::string body(const std::string& value) { return std::string("{\"") + GetParam().name + "\":" + value + "}"; }
    void set_other() {
        const auto set = api_.patch(GetParam().url, body(GetParam().other));
        ASSERT_EQ(set.status, 200U) << body_of(set);
        ASSERT_TRUE(has(GetParam().other)) << body_of(set);
    }
};

TEST_P(SettingsMember, ThatAPatchDoesNotNameStaysAsItIs) {
    set_other();
    const auto before = number_of_events();

    EXPECT_EQ(api_.patch(GetParam().url, "{}").status, 200U);

    EXPECT_TRUE(has(GetParam().other));
    EXPECT_EQ(number_of_events(), before);
}

TEST_P(SettingsMember, ThatChangedStandsInTheEvent) {
    const auto before = number_of_events();

    set_other();

    const auto event = body_of(api_.get("/api/v1/events?after=" + before));
    EXPECT_THAT(event, HasSubstr(std::string("\"") + GetParam().name + "\":" + GetParam().other));
}

TEST_P(SettingsMember, ThatAPutDoesNotNameHasItsDefault) {
    set_other();

    EXPECT_EQ(api_.put(GetParam().url, "{}").status, 200U);

    EXPECT_TRUE(has(GetParam().by_default));
}

TEST_P(SettingsMember, ThatIsNullHasItsDefault) {
    for (const auto method : {Method::put, Method::patch}) {
        set_other();

        EXPECT_EQ(api_.send(method, GetParam().url, body("null"), {}).status, 200U);

        EXPECT_TRUE(has(GetParam().by_default));
    }
}

TEST_P(SettingsMember, IsSetByBothAndASecondTimeChangesNothing) {
    for (const auto method : {Method::put, Method::patch}) {
        api_.put(GetParam().url, "{}");
        const auto set = api_.send(method, GetParam().url, body(GetParam().other), {});
        const auto before = number_of_events();
        const auto again = api_.send(method, GetParam().url, body(GetParam().other), {});

        EXPECT_TRUE(has(GetParam().other)) << body_of(set);
        EXPECT_EQ(body_of(again), body_of(set));
        EXPECT_EQ(number_of_events(), before);
    }
}

TEST_P(SettingsMember, ThatWasReadCanBeSentBack) {
    set_other();
    const auto before = number_of_events();
    const auto read = api_.get(GetParam().url);

    const auto put = api_.put(GetParam().url, body_of(read), {{"If-Match", field_of(read, "ETag")}});

    EXPECT_EQ(put.status, 200U) << body_of(put);
    EXPECT_EQ(body_of(put), body_of(read));
    EXPECT_EQ(number_of_events(), before);
}

INSTANTIATE_TEST_SUITE_P(
    Of, SettingsMember,
    ::testing::Values(Member{"ARepositorysDescription", main_url, "description", R"("")", R"("ours")"},
                      Member{"ARepositorysSigning", main_url, "sign_packages", "true", "false"},
                      Member{"ARepositorysEphemeralRule", main_url, "ephemeral", "null",
                             R"({"pattern":"branch-*","base":"dev","ttl":"14d"})"},
                      Member{"ARepositorysRetention", main_url, "retention", "null", R"({"revisions":5,"days":null})"},
                      Member{"AChannelsProtection", stable_url, "protected", "false", "true"},
                      Member{"AChannelsVersions", stable_url, "immutable_versions", "true", "false"},
                      Member{"AChannelsSources", stable_url, "promote_from", "null", R"(["dev"])"},
                      Member{"AChannelsKeeping", stable_url, "keep", R"({"versions":null,"days":null})",
                             R"({"versions":3,"days":30})"},
                      Member{"ADebDistrosComponents", deb_url, "components", R"(["main"])", R"(["main","contrib"])"},
                      Member{"ADebDistrosArchitectures", deb_url, "architectures", R"(["amd64","arm64"])",
                             R"(["amd64"])"},
                      Member{"ADebDistrosDefault", deb_url, "default", "true", "false"},
                      Member{"AnRpmDistrosArchitectures", rpm_url, "architectures", R"(["x86_64","aarch64"])",
                             R"(["x86_64","aarch64","riscv64"])"},
                      Member{"AnRpmDistrosCompression", rpm_url, "compression", R"("gz")", R"("zst")"}),
    [](const auto& row) { return std::string(row.param.because); });

TEST_F(Settings, PatchMembersOfMembers) {
    api_.patch(main_url, R"({"ephemeral":{"pattern":"branch-*","base":"dev","ttl":"14d"},"retention":{"days":7}})");

    api_.patch(main_url, R"({"ephemeral":{"ttl":"2d"},"retention":{"revisions":5}})");

    EXPECT_THAT(body_of(api_.get(main_url)),
                HasSubstr(R"("ephemeral":{"pattern":"branch-*","base":"dev","ttl":"2d"})"));
    EXPECT_THAT(body_of(api_.get(main_url)), HasSubstr(R"("retention":{"revisions":5,"days":7})"));
    EXPECT_EQ(code_of(api_.patch(main_url, R"({"ephemeral":{"pattern":null}})")), "invalid-field");
}

TEST_F(Settings, OfWhatIsMadeAnswerWithItsPlace) {
    const auto distro = api_.put(main_url + "/distros/trixie", R"({"format":"deb"})");
    const auto channel = api_.put(main_url + "/channels/new", "");
    const auto repository = api_.put("/api/v1/repositories/other", "{}");

    for (const auto* answer : {&distro, &channel, &repository}) EXPECT_EQ(answer->status, 201U) << body_of(*answer);
    EXPECT_THAT(field_of(distro, "Location"), HasSubstr("/api/v1/repositories/main/distros/trixie"));
    EXPECT_THAT(field_of(channel, "Location"), HasSubstr("/api/v1/repositories/main/channels/new"));
    EXPECT_THAT(field_of(repository, "Location"), HasSubstr("/api/v1/repositories/other"));
    EXPECT_EQ(field_of(distro, "ETag"), etag(main_url + "/distros/trixie"));
    EXPECT_THAT(field_of(api_.put(main_url + "/channels/new", ""), "Location"), IsEmpty());
}

TEST_F(Settings, OfWhatIsNotThereAreNotPatched) {
    EXPECT_EQ(code_of(api_.patch("/api/v1/repositories/other", "{}")), "unknown-repository");
    EXPECT_EQ(code_of(api_.patch(main_url + "/distros/sid", R"({"format":"deb"})")), "unknown-distro");
    EXPECT_EQ(code_of(api_.patch(main_url + "/channels/new", "{}")), "unknown-channel");
    EXPECT_EQ(code_of(api_.del(main_url + "/distros/sid")), "unknown-distro");
    EXPECT_EQ(code_of(api_.put(main_url + "/distros/sid", "{}")), "invalid-field");
}

TEST_F(Settings, OfARepositoryTouchNoDistroAndNoChannelThatIsThere) {
    const auto distro = body_of(api_.get(deb_url));

    const auto put = api_.put(main_url, R"({"distros":[{"name":"deb","architectures":["s390x"],"components":["x"]},)"
                                        R"({"name":"sid","format":"deb"}],)"
                                        R"("channels":[{"name":"stable","protected":true},{"name":"new"}]})");

    EXPECT_EQ(put.status, 200U) << body_of(put);
    EXPECT_EQ(body_of(api_.get(deb_url)), distro);
    EXPECT_THAT(body_of(api_.get(stable_url)), HasSubstr(R"("protected":false)"));
    EXPECT_EQ(api_.get(main_url + "/distros/sid").status, 200U);
    EXPECT_EQ(api_.get(main_url + "/channels/new").status, 200U);
}

TEST_F(Settings, ThatCannotChangeAreRefused) {
    EXPECT_EQ(code_of(api_.put(main_url, R"({"origin":"other"})")), "immutable");
    EXPECT_EQ(code_of(api_.patch(main_url, R"({"origin":"other"})")), "immutable");
    EXPECT_EQ(code_of(api_.put(deb_url, R"({"format":"rpm"})")), "immutable");
    EXPECT_EQ(code_of(api_.patch(main_url, R"({"channels":[]})")), "unknown-field");
    EXPECT_EQ(code_of(api_.patch(stable_url, R"({"revision":7})")), "unknown-field");
    EXPECT_EQ(code_of(api_.put(deb_url, R"({"components":[]})")), "invalid-field");
    EXPECT_EQ(code_of(api_.put(main_url, R"({"visibility":"private"})")), "not-supported");
    EXPECT_EQ(code_of(api_.put(rpm_url, R"({"components":["main"]})")), "invalid-field");
    EXPECT_EQ(code_of(api_.put(deb_url, R"({"compression":"zst"})")), "invalid-field");
    EXPECT_EQ(code_of(api_.put(deb_url, R"({"name":"sid"})")), "invalid-field");
}

TEST_F(Settings, AreChangedOnlyWhileTheyAreWhatTheRequestExpects) {
    for (const auto& url : {main_url, deb_url, stable_url}) {
        const auto old = etag(url);
        EXPECT_EQ(api_.get(url, {{"If-None-Match", old}}).status, 304U);
        api_.put(deb_url, R"({"components":["main","contrib"]})");
        api_.patch(main_url, R"({"description":")" + std::string(url.substr(url.size() - 3)) + "\"}");
        api_.patch(stable_url, R"({"keep":{"days":)" + std::to_string(url.size()) + "}}");
        const auto before = number_of_events();

        const auto lost = api_.patch(url, "{}", {{"If-Match", old}});
        const auto put = api_.put(url, "{}", {{"If-Match", old}});
        const auto gone = api_.send(Method::del, url + "?force=true&confirm=main", std::nullopt, {{"If-Match", old}});

        for (const auto* answer : {&lost, &put}) EXPECT_EQ(answer->status, 412U) << url << body_of(*answer);
        EXPECT_EQ(code_of(lost), "precondition-failed");
        EXPECT_NE(gone.status, 204U);
        EXPECT_EQ(number_of_events(), before);
        EXPECT_EQ(api_.patch(url, "{}", {{"If-Match", "\"x\", " + etag(url)}}).status, 200U);
        api_.put(deb_url, "{}");
    }
}

TEST_F(Settings, AreMadeOnlyWhereNothingIsThereIfAskedSo) {
    const Fields only_new = {{"If-None-Match", "*"}};

    EXPECT_EQ(api_.put(stable_url, "{}", only_new).status, 412U);
    EXPECT_EQ(api_.put(main_url, "{}", only_new).status, 412U);
    EXPECT_EQ(api_.put(main_url + "/channels/new", "{}", only_new).status, 201U);
    EXPECT_EQ(api_.put(main_url + "/channels/newer", "{}", {{"If-Match", "*"}}).status, 412U);
    EXPECT_EQ(api_.put("/api/v1/repositories/other", "{}", {{"If-Match", "*"}}).status, 412U);
    EXPECT_EQ(api_.put("/api/v1/repositories/other", "{}", only_new).status, 201U);
}

TEST_F(Settings, OfTwoThatExpectTheSameOneWins) {
    const Fields expected = {{"If-Match", etag(stable_url)}};

    auto first = api_.begin(Method::patch, stable_url, R"({"keep":{"days":1}})", expected);
    auto second = api_.begin(Method::patch, stable_url, R"({"keep":{"days":2}})", expected);

    EXPECT_EQ(first.get().status, 200U);
    EXPECT_EQ(second.get().status, 412U);
    EXPECT_EQ(member(api_.get(stable_url), "days"), "1");
}

TEST_F(Settings, OfDistrosAreEventsWithTheirNames) {
    api_.put(main_url + "/distros/sid", R"({"format":"deb","architectures":["amd64"]})");
    api_.patch(main_url + "/distros/sid", R"({"architectures":["amd64","riscv64"]})");
    EXPECT_EQ(api_.del(main_url + "/distros/sid").status, 204U);

    const auto events = body_of(api_.get("/api/v1/events?limit=1000"));
    EXPECT_THAT(events, HasSubstr(R"("action":"distro.create")"));
    EXPECT_THAT(events, HasSubstr(R"("details":{"name":"sid","architectures":["amd64","riscv64"]})"));
    EXPECT_THAT(events, HasSubstr(R"("action":"distro.delete")"));
    EXPECT_EQ(api_.get(main_url + "/distros/sid").status, 404U);
}

TEST_F(Settings, OfADistroWithPackagesStayUnlessForced) {
    api_.upload("hello.deb", a_deb("hello").build());

    const auto refused = api_.del(deb_url);
    const auto forced = api_.del(deb_url + "?force=true");

    EXPECT_EQ(refused.status, 409U);
    EXPECT_EQ(code_of(refused), "not-empty");
    EXPECT_THAT(member(refused, "detail"), HasSubstr("channel dev has hello"));
    EXPECT_EQ(forced.status, 204U) << body_of(forced);
    EXPECT_EQ(member(api_.get(dev_url), "package_count"), "0");
    EXPECT_EQ(api_.get("/main/deb/dists/dev/Release").status, 404U);
}

TEST_F(Settings, AreListedPageByPage) {
    const auto first = api_.get(main_url + "/channels?limit=1");
    const auto second = api_.get(main_url + "/channels?limit=1&cursor=" + member(first, "next"));

    EXPECT_THAT(body_of(first), HasSubstr(R"({"channels":[{"name":"dev")"));
    EXPECT_EQ(member(first, "next"), "dev");
    EXPECT_THAT(field_of(first, "Link"), HasSubstr("/channels?limit=1&cursor=dev>; rel=\"next\""));
    EXPECT_THAT(body_of(second), HasSubstr(R"({"channels":[{"name":"stable")"));
    EXPECT_EQ(member(second, "next"), "null");
    EXPECT_THAT(body_of(api_.get(main_url + "/distros")), HasSubstr(R"({"distros":[{"name":"deb")"));
}

}  // namespace
}  // namespace slipway::api
