// What directories of published files show: what is served there, a page at a time.
#include "base/text.hpp"
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

#include <set>

namespace slipway::api {
namespace {

using testing::a_deb;
using testing::an_rpm;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using Lines = std::vector<std::string>;

/// Entries without their sizes, and at its end "next …".
Lines lines_of(const Response& response) {
    const auto text = body_of(response);
    EXPECT_EQ(response.status, 200U) << text;
    Lines lines;
    for (const auto line : split(text, '\n')) {
        const bool is_next = line.starts_with("next ");
        if (!line.empty() && !line.starts_with('/'))
            lines.emplace_back(is_next ? line : line.substr(0, line.find(' ')));
    }
    return lines;
}

/// The names alone of packages that stand below their digests.
Lines names_of(Lines lines) {
    for (auto& line : lines) line = line.substr(line.find('/') + 1);
    return lines;
}

std::string field_of(const Response& response, std::string_view name) {
    return std::string(response.headers.find(name).value_or(""));
}

/// As in a query.
std::string encoded(std::string_view text) {
    std::string out;
    for (const char c : text) out += c == '+' ? "%2B" : c == '/' ? "%2F" : std::string(1, c);
    return out;
}

class Directories : public ::testing::Test {
protected:
    static constexpr std::size_t page_entries = 3;

    static void SetUpTestSuite() {
        auto limits = TestApi::without_reserve();
        limits.listing_entries = page_entries;
        api_ = std::make_unique<TestApi>(TestApi::Options{.limits = limits});
        api_->make_main();
        auto form = a_form();
        for (const auto* name : {"hello", "hello-doc", "liba", "libabc", "zsh"})
            form.file("deb", "a.deb", a_deb(name).build());
        for (const auto* version : {"1.9", "1.10", "2~rc+1", "3", "4"})
            form.file("deb", "a.deb", a_deb("many").version(version).build());
        for (const auto* name : {"a", "b++", "c", "d"}) form.file("rpm", "a.rpm", an_rpm(name).bytes());
        const auto answer = api_->post(dev_url + "/packages", form.body(), form_fields);
        ASSERT_EQ(answer.status, 201U) << body_of(answer);
        api_->use_token("");
    }
    static void TearDownTestSuite() { api_.reset(); }

    static Response get(const std::string& path) { return api_->get(path); }
    /// All entries, page by page.
    static Lines walk(const std::string& path) {
        Lines all;
        std::string query;
        for (int pages = 0; pages < 20; ++pages) {
            auto lines = lines_of(get(path + query));
            EXPECT_LE(lines.size(), page_entries + 1);
            const bool more = !lines.empty() && lines.back().starts_with("next ");
            if (more) query = "?after=" + encoded(lines.back().substr(5));
            if (more) lines.pop_back();
            all.insert(all.end(), lines.begin(), lines.end());
            if (!more) return all;
        }
        ADD_FAILURE() << "no end of " << path;
        return all;
    }

    static inline std::unique_ptr<TestApi> api_;
};

TEST_F(Directories, OfADistroLeadToItsFiles) {
    EXPECT_THAT(walk("/main/deb/"),
                ElementsAre("dev.sh", "dev.sources", "dists/", "pool/", "stable.sh", "stable.sources"));
    EXPECT_THAT(walk("/main/rpm/"), ElementsAre("dev.repo", "dev.sh", "dev/", "stable.repo", "stable.sh", "stable/"));
}

TEST_F(Directories, OfDistsShowWhatAChannelPublishes) {
    EXPECT_THAT(walk("/main/deb/dists/"), ElementsAre("dev/", "stable/"));
    EXPECT_THAT(walk("/main/deb/dists/dev/"), ElementsAre("InRelease", "Release", "Release.gpg", "main/"));
    EXPECT_THAT(walk("/main/deb/dists/dev/main/binary-amd64/"), ElementsAre("Packages.gz", "Packages.xz", "by-hash/"));
    EXPECT_EQ(walk("/main/deb/dists/dev/main/binary-amd64/by-hash/SHA256/").size(), 2U);
}

TEST_F(Directories, OfThePoolFollowThePathsOfPackages) {
    EXPECT_THAT(walk("/main/deb/pool/"), ElementsAre("main/"));
    EXPECT_THAT(walk("/main/deb/pool/main/"), ElementsAre("h/", "liba/", "m/", "z/"));
    EXPECT_THAT(walk("/main/deb/pool/main/liba/"), ElementsAre("liba/", "libabc/"));
    EXPECT_THAT(walk("/main/deb/pool/main/h/"), ElementsAre("hello-doc/", "hello/"));
    EXPECT_THAT(names_of(walk("/main/deb/pool/main/h/hello/")), ElementsAre("hello_1.0_amd64.deb"));
}

TEST_F(Directories, AreWalkedPageByPage) {
    EXPECT_THAT(lines_of(get("/main/deb/pool/main/")), ElementsAre("h/", "liba/", "m/", "next m/"));
    EXPECT_THAT(names_of(walk("/main/deb/pool/main/m/many/")),
                ElementsAre("many_1.10_amd64.deb", "many_1.9_amd64.deb", "many_2~rc+1_amd64.deb", "many_3_amd64.deb",
                            "many_4_amd64.deb"));
    EXPECT_THAT(names_of(walk("/main/rpm/dev/x86_64/packages/")),
                ElementsAre("a-1.0-1.x86_64.rpm", "b++-1.0-1.x86_64.rpm", "c-1.0-1.x86_64.rpm", "d-1.0-1.x86_64.rpm"));
}

TEST_F(Directories, OfARpmChannelShowItsIndexesAndPackages) {
    EXPECT_THAT(walk("/main/rpm/dev/"), ElementsAre("aarch64/", "noarch/", "x86_64/"));
    EXPECT_THAT(walk("/main/rpm/dev/x86_64/"), ElementsAre("packages/", "repodata/"));
    const auto repodata = walk("/main/rpm/dev/x86_64/repodata/");
    EXPECT_THAT(repodata, ::testing::IsSupersetOf({"repomd.xml", "repomd.xml.asc", "repomd.xml.key"}));
    EXPECT_EQ(repodata.size(), 6U);
    EXPECT_EQ(walk("/main/rpm/dev/riscv64/repodata/"), walk("/main/rpm/dev/noarch/repodata/"));
}

TEST_F(Directories, WithoutEntriesAreThere) {
    EXPECT_THAT(walk("/main/rpm/stable/x86_64/packages/"), ElementsAre());
    EXPECT_THAT(lines_of(get("/main/rpm/dev/x86_64/packages/?after=d%2F1.0-1%2Fx86_64%2F" + std::string(64, 'f'))),
                ElementsAre());
}

/// Every file below a directory, by its path.
void collect(TestApi& api, const std::string& path, Lines& files, const std::string& query = "") {
    for (const auto& line : lines_of(api.get(path + query))) {
        if (line.starts_with("next "))
            collect(api, path, files, "?after=" + encoded(line.substr(5)));
        else if (line.ends_with('/'))
            collect(api, path + line, files);
        else
            files.push_back(path + line);
    }
}

TEST_F(Directories, ShowNothingThatIsNotServed) {
    Lines files;
    collect(*api_, "/main/deb/", files);
    collect(*api_, "/main/rpm/", files);

    EXPECT_GT(files.size(), 50U);
    for (const auto& file : files) EXPECT_EQ(get(file).status, 200U) << file;
    EXPECT_EQ(std::set(files.begin(), files.end()).size(), files.size());
}

TEST_F(Directories, TellSizes) {
    const auto packages = body_of(get("/main/deb/pool/main/z/zsh/"));
    const auto name = lines_of(get("/main/deb/pool/main/z/zsh/")).front();

    const auto size = http::size_of(get("/main/deb/pool/main/z/zsh/" + name).body);

    EXPECT_THAT(packages, HasSubstr(name + " " + std::to_string(size) + "\n"));
}

TEST_F(Directories, OfADigestHaveOnePackage) {
    for (const std::string above : {"/main/deb/pool/main/z/zsh/", "/main/rpm/dev/x86_64/packages/"}) {
        const auto entry = lines_of(get(above)).front();
        const auto slash = entry.find('/');
        EXPECT_THAT(lines_of(get(above + entry.substr(0, slash + 1))), ElementsAre(entry.substr(slash + 1)));
    }
}

TEST_F(Directories, AreAtAddressesThatEndWithASlash) {
    for (const std::string path : {"/main/deb", "/main/deb/dists", "/main/deb/dists/dev/main", "/main/deb/pool",
                                   "/main/deb/pool/main/h", "/main/rpm/dev", "/main/rpm/dev/x86_64/packages"}) {
        const auto response = get(path);
        EXPECT_EQ(response.status, 301U) << path;
        EXPECT_EQ(field_of(response, "Location"), path + "/");
    }
    EXPECT_EQ(field_of(get("/main//deb//pool"), "Location"), "/main/deb/pool/");
    EXPECT_EQ(field_of(get("//main/deb?x=//elsewhere"), "Location"), "/main/deb/");
}

TEST_F(Directories, ThatAreNotThereAreNotFound) {
    for (const std::string path :
         {"/main/other", "/main/deb/dists/none", "/main/deb/dists/dev/contrib", "/main/deb/pool/contrib",
          "/main/deb/pool/main/h/hell", "/main/deb/pool/main/h/hello/0123456789abcdef", "/main/deb/pool/main/h/%25",
          "/main/deb/dev", "/main/rpm/pool", "/main/rpm/none", "/main/rpm/dev/none", "/main/rpm/dev/source2/packages",
          "/main/rpm/dev/x86_64/packages/0123456789ABCDEF", "/main/rpm/dev/x86_64/packages/none/none",
          "/main/rpm/dev/x86_64/none", "/main/deb/snapshots", "/main/deb/snapshots/r1/pool", "/other/deb"}) {
        EXPECT_EQ(get(path).status, 404U) << path;
        EXPECT_EQ(get(path + "/").status, 404U) << path;
    }
}

TEST_F(Directories, TakeNoPlaceThatIsNoneOfTheirs) {
    for (const std::string path : {"/main/deb/pool/main/z/zsh/?after=x", "/main/rpm/dev/x86_64/packages/?after=x",
                                   "/main/deb/pool/?after=a&after=b"})
        EXPECT_EQ(get(path).status, 422U) << path;
    EXPECT_THAT(lines_of(get("/main/deb/dists/?after=e&unknown=1")), ElementsAre("stable/"));
}

TEST_F(Directories, AreRevalidatedAndRunNothing) {
    const auto response = get("/main/deb/pool/");
    const auto etag = field_of(response, "ETag");

    EXPECT_EQ(field_of(response, "Cache-Control"), "no-cache");
    EXPECT_THAT(field_of(response, "Content-Security-Policy"), HasSubstr("default-src 'none'"));
    EXPECT_EQ(api_->get("/main/deb/pool/", {{"If-None-Match", etag}}).status, 304U);
    EXPECT_EQ(api_->send(Method::head, "/main/deb/pool/", {}, {}).status, 200U);
    EXPECT_EQ(api_->send(Method::del, "/main/deb/pool/", {}, {}).status, 405U);
}

TEST(DirectoriesOfAPool, LosePackagesThatArePurgedAndKeepThoseThatAreRemoved) {
    TestApi api;
    api.make_main();
    const auto removed = member(api.upload("a.deb", a_deb("removed").source("s").build()), "sha256");
    const auto purged = member(api.upload("a.deb", a_deb("purged").source("s").build()), "sha256");
    api.del(dev_url + "/packages/" + removed);

    EXPECT_EQ(api.post(main_url + "/packages/" + purged + "/purge", R"({"reason":"bad"})").status, 200U);

    EXPECT_THAT(names_of(lines_of(api.get("/main/deb/pool/main/s/s/"))), ElementsAre("removed_1.0_amd64.deb"));
}

TEST(DirectoriesOfAPool, ShowAPackageInEveryComponentThatHasIt) {
    TestApi api;
    api.put(main_url, R"({"distros":[{"name":"deb","format":"deb","components":["main","contrib"]}],)"
                      R"("channels":[{"name":"dev","immutable_versions":false}]})");
    api.upload("a.deb", a_deb("hello").build());
    api.upload("a.deb?component=contrib", a_deb("hello").build());
    api.upload("a.deb?component=contrib", a_deb("other").build());

    EXPECT_THAT(lines_of(api.get("/main/deb/pool/")), ElementsAre("contrib/", "main/"));
    EXPECT_THAT(names_of(lines_of(api.get("/main/deb/pool/contrib/h/hello/"))), ElementsAre("hello_1.0_amd64.deb"));
    EXPECT_THAT(lines_of(api.get("/main/deb/pool/main/")), ElementsAre("h/"));
}

TEST_F(Directories, AreLinkedByThePageOfTheRepository) { EXPECT_EQ(body_of(get("/main/")), "main with listings"); }

TEST(DirectoriesSwitchedOff, AreNotFoundAndTheirFilesAre) {
    auto limits = TestApi::without_reserve();
    limits.listing_entries = 0;
    TestApi api({.limits = limits});
    api.make_main();

    for (const std::string path : {"/main/deb", "/main/deb/", "/main/deb/dists/", "/main/deb/pool", "/main/rpm/dev/"})
        EXPECT_EQ(api.get(path).status, 404U) << path;
    EXPECT_EQ(api.get("/main/deb/dists/dev/InRelease").status, 200U);
    EXPECT_EQ(body_of(api.get("/main/")), "main");
}

}  // namespace
}  // namespace slipway::api
