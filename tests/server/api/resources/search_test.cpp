// Finding packages: by a part of what they are called, say of themselves or provide, and by the files of rpms, in a
// channel and in all of them.
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using testing::a_deb;
using testing::an_rpm;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string everywhere = main_url + "/packages";
const std::string in_dev = dev_url + "/packages";

/// The packages of a list as "name version".
std::vector<std::string> found_in(const Response& response) {
    std::vector<std::string> found;
    const auto body = body_of(response);
    for (auto at = body.find("\"sha256\":"); at != body.npos; at = body.find("\"sha256\":", at + 1)) {
        Response rest;
        rest.body = body.substr(at);
        found.push_back(member(rest, "name") + " " + member(rest, "version"));
    }
    return found;
}

class Search : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        api_ = std::make_unique<TestApi>();
        api_->make_main();
        auto form = a_form();
        const auto add = [&](const std::string& distro, const std::string& bytes) {
            form.file(distro, "a." + distro, bytes);
        };
        for (const auto* version : {"1.9", "1.10"}) add("deb", a_deb("nginx").version(version).build());
        add("deb", a_deb("nginx-light").build());
        add("deb", a_deb("libnginx-mod").field("Description", "A Module").build());
        add("deb", a_deb("apache2").field("Provides", "httpd, nginx-compat (= 1)").build());
        add("deb", a_deb("varnish").field("Description", "Cache in front of NGINX\n and others").build());
        add("rpm", an_rpm("nginx").version("1.20").file("/etc/nginx/Mime.types", "x").bytes());
        add("rpm", an_rpm("lighttpd").provides("httpd-filesystem<x>").file("/etc/lighttpd/mime.types", "x").bytes());
        const auto answer = api_->post(in_dev, form.body(), form_fields);
        ASSERT_EQ(answer.status, 201U) << body_of(answer);
        api_->post(main_url + "/promotions", R"({"from":"dev","to":"stable"})");
        api_->upload("nginx.deb", a_deb("nginx").version("1.11").build());
    }
    static void TearDownTestSuite() { api_.reset(); }

    static std::vector<std::string> find(const std::string& query, const std::string& list = everywhere) {
        return found_in(api_->get(list + "?" + query));
    }

    static inline std::unique_ptr<TestApi> api_;
};

TEST_F(Search, RanksNamesThenProvidesThenSummariesAndTheNewestFirst) {
    EXPECT_THAT(find("q=nginx"), ElementsAre("nginx 1.11", "nginx 1.10", "nginx 1.9", "nginx 1.20-1", "nginx-light 1.0",
                                             "libnginx-mod 1.0", "apache2 1.0", "varnish 1.0"));
}

TEST_F(Search, LooksAtNoCase) {
    EXPECT_EQ(find("q=NgInX"), find("q=nginx"));
    EXPECT_THAT(find("q=a+module"), ElementsAre("libnginx-mod 1.0"));
}

TEST_F(Search, FindsProvidedNamesOfBothFormats) {
    EXPECT_THAT(find("q=httpd"), ElementsAre("lighttpd 1.0-1", "apache2 1.0"));
    EXPECT_THAT(find("q=system%3Cx%3E"), ElementsAre("lighttpd 1.0-1"));
}

TEST_F(Search, FindsRpmsByThePathOfAFile) {
    EXPECT_THAT(find("q=/etc/nginx/mime.types"), ElementsAre("nginx 1.20-1"));
    EXPECT_THAT(find("q=/etc/nginx/mime.types", in_dev), ElementsAre("nginx 1.20-1"));
    EXPECT_THAT(find("q=/etc/nginx/mime"), IsEmpty());
}

TEST_F(Search, FindsRpmsByASlashAndTheNameOfAFile) {
    EXPECT_THAT(find("q=/mime.types"), ElementsAre("lighttpd 1.0-1", "nginx 1.20-1"));
    EXPECT_THAT(find("q=/mime.types+light"), ElementsAre("lighttpd 1.0-1"));
    EXPECT_THAT(find("q=mime.types"), IsEmpty());
    EXPECT_THAT(find("q=/mime.types&limit=1"), ElementsAre("lighttpd 1.0-1"));
}

TEST_F(Search, NeedsEveryWord) {
    EXPECT_THAT(find("q=front+nginx"), ElementsAre("varnish 1.0"));
    EXPECT_THAT(find("q=front+apache"), IsEmpty());
}

TEST_F(Search, GivesTheSameInPagesOfAnySize) {
    for (const auto& list : {everywhere, in_dev}) {
        const auto whole = find("q=nginx", list);
        for (const auto* limit : {"1", "3", "7", "8"}) {
            std::vector<std::string> joined;
            std::string cursor;
            do {
                const auto page =
                    api_->get(list + "?q=nginx&limit=" + limit + (cursor.empty() ? "" : "&cursor=" + cursor));
                for (auto& package : found_in(page)) joined.push_back(std::move(package));
                cursor = member(page, "next");
            } while (cursor != "null" && joined.size() <= whole.size());
            EXPECT_EQ(joined, whole) << list << " limit " << limit;
        }
    }
}

TEST_F(Search, CombinesWithExactFilters) {
    EXPECT_THAT(find("q=nginx&distro=rpm"), ElementsAre("nginx 1.20-1"));
    EXPECT_THAT(find("q=ngin&version=1.9"), ElementsAre("nginx 1.9"));
    EXPECT_THAT(find("q=nginx&name=varnish&architecture=amd64"), ElementsAre("varnish 1.0"));
    EXPECT_THAT(find("q=1.11&name=nginx"), IsEmpty());
    EXPECT_THAT(find("q=nginx&name=nginx&channel=stable"), ElementsAre("nginx 1.10", "nginx 1.9", "nginx 1.20-1"));
}

TEST_F(Search, OfNothingOrOfTooMuchIsRefused) {
    for (const auto& query : {std::string("q="), std::string("q=+"), "q=" + std::string(101, 'a')}) {
        const auto answer = api_->get(everywhere + "?" + query);
        EXPECT_EQ(answer.status, 422U) << query;
        EXPECT_EQ(code_of(answer), "invalid-field");
    }
    EXPECT_EQ(code_of(api_->get(everywhere + "?q=nginx&cursor=zz")), "invalid-field");
    EXPECT_EQ(code_of(api_->get(everywhere + "?q=nginx&distro=sid")), "unknown-distro");
    EXPECT_EQ(code_of(api_->get(everywhere + "?channel=sid")), "unknown-channel");
}

TEST_F(Search, FindsTheQuotesAndPercentSignsThatItIsGiven) { EXPECT_THAT(find("q=%25%27%22%5C"), IsEmpty()); }

TEST_F(Search, OfAllChannelsNamesEachPackageOnceWithTheChannelsThatHaveIt) {
    const auto answer = api_->get(everywhere + "?name=varnish");

    EXPECT_THAT(found_in(answer), ElementsAre("varnish 1.0"));
    EXPECT_THAT(body_of(answer), HasSubstr(R"("channels":[{"channel":"dev","distro":"deb","component":"main",)"));
    EXPECT_THAT(body_of(answer), HasSubstr(R"({"channel":"stable","distro":"deb",)"));
    EXPECT_THAT(body_of(answer), HasSubstr(R"("summary":"Cache in front of NGINX","format":"deb",)"));
}

TEST_F(Search, ListsWithoutAQuestionInOrderOfNamesAndVersions) {
    EXPECT_THAT(find("name=nginx"), ElementsAre("nginx 1.9", "nginx 1.10", "nginx 1.11", "nginx 1.20-1"));
    EXPECT_THAT(find("limit=2"), ElementsAre("apache2 1.0", "libnginx-mod 1.0"));
}

TEST_F(Search, FindsOnlyWhatAChannelHasNow) {
    TestApi api;
    api.make_main();
    const auto deb = a_deb("gone").build();
    api.upload("gone.deb", deb);
    api.del(in_dev + "/" + sha256_of(deb).hex());

    EXPECT_THAT(found_in(api.get(everywhere + "?q=gone")), IsEmpty());
    EXPECT_EQ(api.get(everywhere + "/" + sha256_of(deb).hex()).status, 200U);
}

}  // namespace
}  // namespace slipway::api
