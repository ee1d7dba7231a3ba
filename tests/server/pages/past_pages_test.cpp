// The pages of the past, rendered from a real store.
#include "server/pages/html_pages.hpp"
#include "storage/catalog/connection.hpp"
#include "storage/catalog/pins.hpp"
#include "tests/publishing/publisher_fixture.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::server {
namespace {

using slipway::testing::a_deb;
using slipway::testing::an_rpm;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

/// `dev`: r2 hello 1.0, r3 hello 2.0 beside it. `stable` has r2, hello 1.0.
class PastPages : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        slipway_ = std::make_unique<slipway::testing::PublisherFixture>();
        slipway_->create_main({"dev", "stable", "other"});
        MUST(slipway_->upload("dev", "hello.deb", hello_));
        MUST(slipway_->upload("dev", "hello.deb", a_deb("hello").version("2.0").build()));
        MUST(slipway_->upload("stable", "hello.deb", hello_));
        dev_ = slipway_->channel("dev");
    }
    static void TearDownTestSuite() { slipway_.reset(); }

    static Result<http::Response> response(const files::PastPage& page) {
        const auto tx = MUST(slipway_->catalog().read());
        const auto tree = slipway_->tree();
        return HtmlPages().past({*tree, "https://example.com/below", true}, slipway_->repository(), tx, page);
    }
    static std::string text(const files::PastPage& page) { return std::get<std::string>(MUST(response(page)).body); }
    static const publishing::ChannelState* dev() { return &dev_; }

    static inline std::unique_ptr<slipway::testing::PublisherFixture> slipway_;
    static inline publishing::ChannelState dev_;
    static inline const std::string hello_ = a_deb("hello").version("1.0").build();
};

TEST_F(PastPages, ShowChannelsSideBySideWithWhatDiffersBetweenNeighbours) {
    const auto page = text(files::ChannelsPage{});

    EXPECT_THAT(page, AllOf(HasSubstr("<a href=\"/below/ui/main/channels/dev/\">dev</a>"),
                            HasSubstr("dev <span class=\"arrow\">→</span> stable"),
                            HasSubstr("<span class=\"change upgraded\">1 upgraded</span>")));
    EXPECT_THAT(page, HasSubstr(">1.0</a></td><td class=\"versions\"><a "));
    EXPECT_THAT(page, Not(HasSubstr("<script")));
}

TEST_F(PastPages, ShowTheChannelsBehindAnotherOne) {
    const auto page = text(files::ChannelsPage{dev()->settings.id});

    EXPECT_THAT(page, AllOf(HasSubstr("/channels/stable/\">stable</a>"), Not(HasSubstr("/channels/dev/\">dev</a>"))));
    EXPECT_THAT(text(files::ChannelsPage{INT64_MAX}), HasSubstr("No more channels."));
}

TEST_F(PastPages, ShowRevisionsWithTheirCausesAndDifferences) {
    const auto page = text(files::RevisionsPage{dev(), std::nullopt});

    EXPECT_LT(page.find(">r3</a>"), page.find(">r2</a>"));
    EXPECT_THAT(page,
                AllOf(HasSubstr("<li><strong>upload</strong></li>"), HasSubstr("<li><strong>create</strong></li>"),
                      HasSubstr("<span class=\"change added\">1 added</span>"), HasSubstr("no difference")));
}

TEST_F(PastPages, ShowHowToInstallFromARevision) {
    const auto page = text(files::RevisionPage{dev(), 3, std::nullopt});

    const std::string past = "https://example.com/below/main/deb/snapshots/r3";
    EXPECT_THAT(page, HasSubstr("/etc/apt/sources.list.d/main-dev.sources " + past + "/dev.sources"));
    EXPECT_THAT(page, HasSubstr("deb [signed-by=/etc/apt/keyrings/main.asc] " + past + " dev main"));
    EXPECT_THAT(page, HasSubstr("<a href=\"/below/main/deb/snapshots/r3/dev.sources\">"));
    EXPECT_THAT(page, HasSubstr("<title>dev r3 – main at example.com/below</title>"));
}

TEST_F(PastPages, ListWhatAChannelContains) {
    const auto all = text(files::ContentPage{dev(), "", {}});
    const auto none = text(files::ContentPage{dev(), "<none>", {}});

    EXPECT_THAT(all, AllOf(HasSubstr("/ui/main/packages/" + sha256_of(hello_).hex() + "\">1.0</a>"),
                           HasSubstr(">2.0</a>"), HasSubstr("2 packages at revision")));
    EXPECT_THAT(none, AllOf(HasSubstr("Nothing matches <strong>&lt;none&gt;</strong>"), Not(HasSubstr("<tbody>"))));
}

TEST_F(PastPages, FindPackagesInAllChannelsByAPartOfTheirNames) {
    const auto found = text(files::ContentPage{nullptr, "ELL", {}});
    const auto all = text(files::ContentPage{nullptr, "", {}});

    EXPECT_THAT(found, AllOf(HasSubstr("/ui/main/packages/" + sha256_of(hello_).hex() + "\">1.0</a>"),
                             HasSubstr("name=\"q\" maxlength=\"100\" value=\"ELL\"")));
    EXPECT_THAT(all, AllOf(HasSubstr(">2.0</a>"), HasSubstr("<title>Packages in main – main")));
}

TEST_F(PastPages, LetVersionsStepBackThatStay) {
    const auto page = text(files::RevisionPage{dev(), 3, std::nullopt});

    EXPECT_THAT(page,
                HasSubstr("<a class=\"kept\" href=\"/below/ui/main/packages/" + sha256_of(hello_).hex() + "\">1.0"));
    EXPECT_THAT(page, ContainsRegex("<a href=[^>]*>2.0</a>"));
}

TEST_F(PastPages, CountTheVersionsThatStayWhereThereAreMany) {
    publishing::RepositoryPut put;
    put.ephemeral = publishing::EphemeralPut{"branch-*", "", std::chrono::hours(48)};
    MUST(slipway_->put(put));
    for (const auto* version : {"3.0", "4.0", "5.0", "6.0"})
        MUST(slipway_->upload("branch-many", "hello.deb", a_deb("hello").version(version).build()));

    const auto many = slipway_->channel("branch-many");
    const auto page = text(files::RevisionPage{&many, many.revision, std::nullopt});

    EXPECT_THAT(page, ContainsRegex("class=.kept. href=[^>]*>5.0</a>, <a href=[^>]*>6.0</a> <span[^>]*>and 2 more<"));
    EXPECT_THAT(page, Not(HasSubstr(">4.0</a>")));
}

TEST_F(PastPages, ShowAnEphemeralChannelWithItsEndAndAsNobodysNeighbour) {
    publishing::RepositoryPut put;
    put.ephemeral = publishing::EphemeralPut{"branch-*", "", std::chrono::hours(48)};
    MUST(slipway_->put(put));
    MUST(slipway_->upload("branch-x", "hello.deb", hello_));

    const auto page = text(files::ChannelsPage{});

    EXPECT_THAT(page, ContainsRegex("branch-x</a> <span class=.tag.>until [0-9-]+</span>"));
    EXPECT_THAT(page, Not(HasSubstr("→</span> branch-x")));
}

TEST_F(PastPages, ShowOneRevisionAndRefuseOneThatNeverWas) {
    EXPECT_THAT(text(files::RevisionPage{dev(), 3, std::nullopt}), HasSubstr("<h1>dev r3</h1>"));
    EXPECT_FAULT(response(files::RevisionPage{dev(), 9, std::nullopt}), Fault::not_found);
}

TEST_F(PastPages, ShowAPackageWithItsProvenanceInTwoParts) {
    const auto page = text(files::PackagePage{sha256_of(hello_)});

    EXPECT_LT(page.find("Verified by this server"), page.find("Claimed by the uploader"));
    EXPECT_THAT(page,
                AllOf(HasSubstr("<h1>hello 1.0</h1>"), HasSubstr(sha256_of(hello_).hex()),
                      HasSubstr("/below/ui/main/channels/dev/revisions/2\">r2</a> to <a "), HasSubstr("SHA-256"),
                      Not(HasSubstr("SHA-256 as")), HasSubstr("<a href=\"/below/ui/main/packages/\">packages</a>"),
                      HasSubstr("stable <span class=\"tag\">now</span>"),
                      ContainsRegex("<a href=\"/below/main/deb/pool/[^\"]*\">hello[^<]*.deb</a>")));
    EXPECT_FAULT(response(files::PackagePage{sha256_of("other")}), Fault::not_found);
}

TEST_F(PastPages, NeverBreakARangeOfRevisions) {
    EXPECT_THAT(text(files::PackagePage{sha256_of(hello_)}),
                ContainsRegex("<td class=\"range\"><a href=[^>]*>r2</a> to <a href=[^>]*>r3</a></td>"));
}

TEST_F(PastPages, ShowWhatADebSaysOfItself) {
    const auto deb = a_deb("says")
                         .depends("libc6 (>= 2.36), adduser | systemd")
                         .field("Breaks", "hello (<< 2)")
                         .field("Homepage", "https://says.example/?a=1&b=\"2\"")
                         .build();
    const auto page = text(files::PackagePage{slipway_->publish("other", "says.deb", deb)});

    EXPECT_THAT(page, HasSubstr("<a href=\"https://says.example/?a=1&amp;b=&quot;2&quot;\" "
                                "rel=\"nofollow noopener noreferrer\">https://says.example/"));
    EXPECT_THAT(page, AllOf(HasSubstr("<dt>Depends</dt>\n<dd>libc6 (&gt;= 2.36), adduser | systemd</dd>"),
                            HasSubstr("<dt>Breaks</dt>\n<dd>hello (&lt;&lt; 2)</dd>"), Not(HasSubstr("Recommends"))));
}

TEST_F(PastPages, ShowWhatAnRpmSaysOfItself) {
    const auto rpm = an_rpm("says")
                         .requires_("bash", testing::greater | testing::equal, "1:5.1-2")
                         .obsoletes("hello", testing::less, "2")
                         .text(1014, "MIT <b>")
                         .text(1020, "javascript:alert(1)")
                         .bytes();
    const auto page = text(files::PackagePage{slipway_->publish("other", "says.rpm", rpm)});

    EXPECT_THAT(page, AllOf(HasSubstr("<th scope=\"row\">License</th><td>MIT &lt;b&gt;</td>"),
                            HasSubstr("<th scope=\"row\">Homepage</th><td>javascript:alert(1)</td>")));
    EXPECT_THAT(page, AllOf(HasSubstr("<dt>Requires</dt>\n<dd>bash &gt;= 1:5.1-2</dd>"),
                            HasSubstr("<dt>Obsoletes</dt>\n<dd>hello &lt; 2</dd>")));
}

TEST_F(PastPages, ShowAPackageWhoseTextIsDamagedWithoutIt) {
    const auto damaged = slipway_->publish("other", "damaged.deb", a_deb("damaged").version("1.0").build());
    auto tx = MUST(slipway_->catalog().write());
    MUST(storage::execute(tx.connection(),
                          "UPDATE package_texts SET documents = x'00' WHERE package = (SELECT max(id) FROM packages)"));
    MUST(std::move(tx).commit());

    const auto page = text(files::PackagePage{damaged});

    EXPECT_THAT(page, AllOf(HasSubstr("<h1>damaged 1.0</h1>"), HasSubstr("stored texts of this package are damaged")));
}

}  // namespace
}  // namespace slipway::server
