#include "server/pages/html_pages.hpp"
#include "server/pages/set_up.hpp"
#include "tests/server/pages/site.hpp"
#include "tests/support/sample_repository.hpp"

#include <regex>

namespace slipway::server {
namespace {

using slipway::testing::a_repository;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr std::string_view active_fingerprint = "EA66 7E26 947E BAA7 E673 6B9C 0BD6 2D2D EAF0 BB0D";

std::vector<std::string> links_in(const std::string& page) {
    static const std::regex link("(?:href|src)=\"([^\"]*)\"");
    std::vector<std::string> links;
    for (std::sregex_iterator at(page.begin(), page.end(), link), end; at != end; ++at) links.push_back((*at)[1]);
    return links;
}

TEST(IndexPage, ShowsRepositoriesChannelsAndTheKeysFingerprint) {
    const auto page = Site(a_repository()).index();

    EXPECT_THAT(page, AllOf(HasSubstr("<a href=\"/below/acme/\">acme</a>"), HasSubstr("Tools of the harbour"),
                            HasSubstr("<th scope=\"row\"><a href=\"/below/ui/acme/channels/dev/\">dev</a></th>"),
                            HasSubstr("<a href=\"/below/ui/acme/channels/dev/packages/\">42</a>"),
                            HasSubstr("<a href=\"/below/ui/acme/channels/dev/revisions/7\">r7</a>"),
                            HasSubstr(active_fingerprint)));
}

TEST(IndexPage, OffersTheChannelThatHasPackages) {
    const auto page = Site(a_repository()).index();

    EXPECT_THAT(page, HasSubstr("curl -fsS https://packages.example.com/below/acme/dev.sh | sudo sh"));
    EXPECT_THAT(page, Not(HasSubstr("/stable.sh")));
}

TEST(IndexPage, IsAPageEvenWithoutRepositories) {
    Site site(a_repository());
    site.tree.repositories.clear();

    EXPECT_THAT(site.index(), AllOf(HasSubstr("No repositories yet"), HasSubstr("slipway repositories set NAME")));
}

TEST(IndexPage, ShowsTheNodesOfAClusterWithoutTheirAddresses) {
    Site site(a_repository());
    EXPECT_THAT(site.index(), Not(HasSubstr("Nodes")));

    site.nodes = {{true, 0}, {true, 2}, {false, 0}};

    EXPECT_THAT(site.index(), AllOf(HasSubstr("<th scope=\"row\">1</th><td>current</td>"),
                                    HasSubstr("<th scope=\"row\">2</th><td>2 publications behind</td>"),
                                    HasSubstr("<th scope=\"row\">3</th><td>not ready</td>")));
}

TEST(RepositoryPage, SaysWhatThereIsNotYet) {
    auto repository = a_repository();
    repository.settings.distros.clear();
    repository.settings.channels.clear();
    repository.channels.clear();
    const auto page = Site(repository).repository();

    EXPECT_THAT(page, AllOf(HasSubstr("No channels yet."), HasSubstr("No distros yet.")));
    EXPECT_THAT(page, AllOf(Not(HasSubstr("Set up a machine")), Not(HasSubstr("<tbody>\n</tbody>"))));
}

TEST(RepositoryPage, ShowsEveryWayToSetUpAMachine) {
    const auto page = Site(a_repository()).repository();

    const std::string base = "https://packages.example.com/below/acme/";
    EXPECT_THAT(page, HasSubstr("curl -fsS " + base + "stable.sh | sudo sh"));
    EXPECT_THAT(page, HasSubstr("curl -fsS -o slipway-setup.sh " + base + "dev.sh<"));
    EXPECT_THAT(page, HasSubstr("/etc/apt/sources.list.d/acme-dev.sources " + base + "bookworm/dev.sources"));
    EXPECT_THAT(page, HasSubstr("/etc/yum.repos.d/acme-el9-dev.repo " + base + "el9/dev.repo"));
    EXPECT_THAT(page, HasSubstr("sudo zypper addrepo -f " + base + "el9/dev.repo"));
    EXPECT_THAT(page, HasSubstr("<a href=\"/below/acme/trixie/dev.sources\">dev.sources</a>"));
}

TEST(RepositoryPage, LeadsToTheFilesOfEachDistroWhereTheyAreListed) {
    Site site(a_repository());
    EXPECT_THAT(
        site.repository(),
        AllOf(HasSubstr("<th scope=\"row\"><a href=\"/below/acme/bookworm/\">bookworm</a> <span class=\"tag\">default"),
              HasSubstr("<a href=\"/below/acme/fedora41/\">fedora41</a>"), HasSubstr("links to its files")));

    site.listings = false;

    EXPECT_THAT(site.repository(), AllOf(HasSubstr("<th scope=\"row\">trixie</th>"), Not(HasSubstr("/trixie/\"")),
                                         Not(HasSubstr("links to its files"))));
}

TEST(RepositoryPage, ShowsTheUploadLineThatFailsOnARefusal) {
    EXPECT_THAT(Site(a_repository()).repository(),
                HasSubstr("curl --fail-with-body -sS -T PACKAGE -H &quot;Authorization: Bearer $TOKEN&quot; "
                          "https://packages.example.com/below/api/v1/repositories/acme/channels/dev/packages/"));
}

TEST(RepositoryPage, NamesAChannelThatTakesUploads) {
    auto repository = a_repository();
    repository.channels.at("dev").settings.is_protected = true;
    EXPECT_THAT(Site(repository).repository(), HasSubstr("/channels/stable/packages/"));
    EXPECT_THAT(Site(repository).repository(), Not(HasSubstr("/channels/dev/packages/\n")));

    repository.channels.at("stable").settings.is_protected = true;
    EXPECT_THAT(Site(repository).repository(), Not(HasSubstr("curl --fail-with-body")));
}

TEST(RepositoryPage, CountsTheChannelsThatWillExpireAndShowsTheOthers) {
    auto repository = a_repository();
    repository.channels.at("dev").life.emplace();
    const auto page = Site(repository).repository();

    EXPECT_THAT(page, HasSubstr("<a href=\"/below/ui/acme/channels/\">1 channel that will expire</a>"));
    EXPECT_THAT(page, AllOf(Not(HasSubstr("dev.sh")), Not(HasSubstr("/ui/acme/channels/dev/"))));
    EXPECT_THAT(page, HasSubstr("/channels/stable/packages/"));
}

TEST(IndexPage, IsATableWhereThereAreManyRepositories) {
    Site site(a_repository());
    for (const auto* name : {"one", "two", "three", "four"}) {
        auto another = std::make_shared<publishing::PublishedRepository>();
        another->state = a_repository();
        another->state.settings.name = name;
        site.tree.repositories.emplace(name, another);
    }
    const auto page = site.index();

    EXPECT_THAT(page, AllOf(HasSubstr("5 signed repositories"), HasSubstr("<a href=\"/below/four/\">four</a>"),
                            HasSubstr("<td>dev, stable</td>"), HasSubstr("Tools of the harbour")));
    EXPECT_THAT(page, HasSubstr("<td>42 <span class=\"unit\">packages</span> in dev</td>"));
    EXPECT_THAT(page, Not(HasSubstr("| sudo sh")));
}

TEST(Pages, SayWhyThereIsNoneAndWhereToGo) {
    const Site site(a_repository());
    const auto refusal = HtmlPages().refusal(site.context(), 410, "<hello> was purged");

    EXPECT_EQ(refusal.status, 410u);
    EXPECT_THAT(text_of(refusal), AllOf(HasSubstr("<h1>Gone</h1>"), HasSubstr("&lt;hello&gt; was purged"),
                                        HasSubstr("<a href=\"/below/\">All repositories</a>")));
}

TEST(RepositoryPage, ShowsTheStateOfEveryKey) {
    const auto page = Site(a_repository()).repository();

    EXPECT_THAT(page, AllOf(HasSubstr(active_fingerprint), HasSubstr("<span class=\"state active\">active</span>"),
                            HasSubstr("67C1 AA50 3B91 3033 3532 3B49 90DE 9C00 26F3 7E0D"),
                            HasSubstr("<span class=\"state standby\">standby</span>"), HasSubstr("ed25519")));
}

TEST(Pages, OfferNothingToRunUnseenOverPlainHttp) {
    auto site = Site(a_repository()).at("http://packages.example.com");

    for (const auto& page : {site.index(), site.repository()}) {
        EXPECT_THAT(page, Not(HasSubstr("| sudo sh")));
        EXPECT_THAT(page, Not(HasSubstr("sudo curl")));
        EXPECT_THAT(page, HasSubstr("curl -fsS -o slipway-setup.sh http://packages.example.com/acme/dev.sh<"));
        EXPECT_THAT(page, HasSubstr(active_fingerprint));
    }
}

TEST(Pages, EscapeWhateverPeopleMayHaveWritten) {
    auto repository = a_repository();
    repository.settings.description = "<script>alert(1)</script>";
    repository.settings.distros[0].components = {"<img src=x onerror=alert(2)>"};
    repository.keyring[0].key.algorithm = "\"><b>";
    repository.settings.name = "a'\"&<i>";
    const auto site = Site(repository).at("https://\"><u>.example");

    for (const auto& page : {site.index(), site.repository()}) {
        EXPECT_THAT(page, Not(HasSubstr("<script")));
        EXPECT_THAT(page, Not(HasSubstr("<img src=x")));
        EXPECT_THAT(page, Not(HasSubstr("<b>")));
        EXPECT_THAT(page, Not(HasSubstr("<i>")));
        EXPECT_THAT(page, Not(HasSubstr("<u>")));
        EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)"));
    }
}

TEST(Pages, LinkBelowThePathOfThisServerOnly) {
    auto repository = a_repository();
    repository.settings.description = "javascript:alert(1) data:text/html,x http://elsewhere.example/";
    const Site site(repository);

    EXPECT_THAT(links_in(site.index()), AllOf(SizeIs(::testing::Ge(5U)), Each(StartsWith("/below/"))));
    EXPECT_THAT(links_in(site.repository()), AllOf(SizeIs(::testing::Ge(20U)), Each(StartsWith("/below/"))));
}

TEST(Pages, NeedNothingThatThePolicyForbids) {
    const Site site(a_repository());

    for (const auto& page : {site.index(), site.repository()}) {
        EXPECT_THAT(page, Not(HasSubstr("style=")));
        EXPECT_THAT(page, Not(HasSubstr("<style")));
        EXPECT_THAT(page, Not(HasSubstr("<script")));
        EXPECT_THAT(page, Not(HasSubstr("<form")));
    }
}

TEST(Pages, SayWhenPublicUrlIsNotSet) {
    Site site(a_repository());
    EXPECT_THAT(site.index(), Not(HasSubstr("public_url")));

    site.configured = false;

    EXPECT_THAT(site.index(), HasSubstr("<code>public_url</code> is not set."));
    EXPECT_THAT(site.repository(), HasSubstr("<code>public_url</code> is not set."));
}

TEST(Pages, HaveAStyleSheetAndAnIconAndNothingElse) {
    const HtmlPages pages;

    EXPECT_EQ(pages.asset("style.css")->headers.find("Content-Type"), "text/css; charset=utf-8");
    EXPECT_EQ(pages.asset("icon.svg")->headers.find("Content-Type"), "image/svg+xml");
    EXPECT_FALSE(pages.asset("../secret").has_value());
    EXPECT_FALSE(pages.asset("").has_value());
}

struct Address {
    const char* because;
    const char* url;
    bool safe;
};
void PrintTo(const Address& row, std::ostream* out) { *out << row.because; }
struct PipingFrom : ::testing::TestWithParam<Address> {};

TEST_P(PipingFrom, IsSafeOverTlsAndFromThisMachine) { EXPECT_EQ(is_safe_to_pipe(GetParam().url), GetParam().safe); }

INSTANTIATE_TEST_SUITE_P(Addresses, PipingFrom,
                         ::testing::Values(Address{"Tls", "https://packages.example.com", true},
                                           Address{"PlainHttp", "http://packages.example.com", false},
                                           Address{"Loopback", "http://127.0.0.1:8080", true},
                                           Address{"LoopbackOfIpv6", "http://[::1]:8080", true},
                                           Address{"Localhost", "http://localhost:8080/packages", true},
                                           Address{"ANameLikeLoopback", "http://127.0.0.1.example.com", false},
                                           Address{"ANameLikeLocalhost", "http://localhost.example.com", false},
                                           Address{"AnotherAddressOfIpv6", "http://[::2]:8080", false},
                                           Address{"AnotherScheme", "ftp://127.0.0.1", false}),
                         [](const auto& row) { return row.param.because; });

TEST(Pages, ExplainEveryProblemThatTheApiNames) {
    const Site site(a_repository());
    const auto all = text_of(HtmlPages().problem(site.context(), "").value());
    for (const auto& known : all_problems()) {
        const auto page = text_of(HtmlPages().problem(site.context(), known.code).value());
        EXPECT_THAT(page, AllOf(HasSubstr(escape_html(known.title)), HasSubstr(escape_html(known.remedy))));
        EXPECT_THAT(all, HasSubstr(fmt::format("/problems/{}\"", known.code)));
    }
    EXPECT_FALSE(HtmlPages().problem(site.context(), "no-such-code").has_value());
}

}  // namespace
}  // namespace slipway::server
