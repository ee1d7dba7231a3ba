// The list of a channel's packages: each once, in order, filtered, page by page.
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using testing::a_deb;
using testing::an_rpm;
using ::testing::ElementsAre;

const std::string list = dev_url + "/packages";

/// The packages of a list as "name version architecture distro".
std::vector<std::string> packages_in(const Response& response) {
    std::vector<std::string> found;
    const auto body = body_of(response);
    for (auto at = body.find("\"name\":"); at != body.npos; at = body.find("\"name\":", at + 1)) {
        Response rest;
        rest.body = body.substr(at);
        found.push_back(member(rest, "name") + " " + member(rest, "version") + " " + member(rest, "architecture") +
                        " " + member(rest, "distro"));
    }
    return found;
}

class Listing : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        api_ = std::make_unique<TestApi>();
        api_->make_main();
        api_->put(main_url, R"({"distros":[{"name":"trixie","format":"deb"}]})");
        auto form = a_form();
        for (const auto* version : {"1.10", "1.9", "1.10~rc1"})
            form.file("deb", "tool.deb", a_deb("tool").version(version).build());
        form.file("trixie", "tool.deb", a_deb("tool").version("1.9").build());
        form.file("deb", "doc.deb", a_deb("tool-doc").architecture("all").build());
        form.file("rpm", "tool.rpm", an_rpm("tool").version("1.9").architecture("noarch").bytes());
        form.file("rpm", "lib.rpm", an_rpm("lib").version("2").architecture("i686").bytes());
        const auto answer = api_->post(list, form.body(), form_fields);
        ASSERT_EQ(answer.status, 201U) << body_of(answer);
    }
    static void TearDownTestSuite() { api_.reset(); }

    static inline std::unique_ptr<TestApi> api_;
};

TEST_F(Listing, NamesEveryPackageOnceInOrder) {
    EXPECT_THAT(
        packages_in(api_->get(list)),
        ElementsAre("lib 2-1 i686 rpm", "tool 1.9 amd64 deb", "tool 1.9 amd64 trixie", "tool 1.10~rc1 amd64 deb",
                    "tool 1.10 amd64 deb", "tool 1.9-1 noarch rpm", "tool-doc 1.0 all deb"));
}

TEST_F(Listing, GivesTheSameInPagesOfAnySize) {
    const auto whole = packages_in(api_->get(list));
    for (const auto* limit : {"1", "2", "3", "6", "7"}) {
        std::vector<std::string> joined;
        std::string cursor;
        do {
            const auto page = api_->get(list + "?limit=" + limit + (cursor.empty() ? "" : "&cursor=" + cursor));
            for (auto& package : packages_in(page)) joined.push_back(std::move(package));
            cursor = member(page, "next");
        } while (cursor != "null" && joined.size() <= whole.size());
        EXPECT_EQ(joined, whole) << "limit " << limit;
    }
}

TEST_F(Listing, IsFilteredExactly) {
    EXPECT_THAT(packages_in(api_->get(list + "?name=tool&version=1.9")),
                ElementsAre("tool 1.9 amd64 deb", "tool 1.9 amd64 trixie"));
    EXPECT_THAT(packages_in(api_->get(list + "?architecture=all")), ElementsAre("tool-doc 1.0 all deb"));
    EXPECT_THAT(packages_in(api_->get(list + "?distro=rpm")), ElementsAre("lib 2-1 i686 rpm", "tool 1.9-1 noarch rpm"));
    EXPECT_THAT(packages_in(api_->get(list + "?distro=trixie&name=tool&limit=1")),
                ElementsAre("tool 1.9 amd64 trixie"));
    EXPECT_THAT(packages_in(api_->get(list + "?name=to")), ElementsAre());
}

TEST_F(Listing, OfAnotherDistroOrWithAForeignCursorIsRefused) {
    EXPECT_EQ(api_->get(list + "?distro=sid").status, 404U);
    EXPECT_EQ(code_of(api_->get(list + "?cursor=zz")), "invalid-field");
    EXPECT_EQ(code_of(api_->get(list + "?colour=red")), "unknown-field");
}

TEST_F(Listing, TellsWhereEachPackageIsServed) {
    const auto answer = api_->get(list + "?name=lib");

    const auto served = api_->get(member(answer, "path"));

    EXPECT_EQ(served.status, 200U) << body_of(answer);
    EXPECT_EQ(std::to_string(http::size_of(served.body)), member(answer, "size"));
}

}  // namespace
}  // namespace slipway::api
