#include "server/pages/directory_listing.hpp"

#include <gmock/gmock.h>

namespace slipway::server {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(DirectoryListing, IsAPageOfLinksThatStayBelowIt) {
    EXPECT_EQ(directory_listing({.path = "/main/deb/pool/", .entries = {{"main/"}, {"note.txt", 7}}}),
              "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
              "<meta name=\"color-scheme\" content=\"light dark\">\n<title>Index of /main/deb/pool/</title>\n"
              "</head>\n<body>\n<main>\n<h1>Index of /main/deb/pool/</h1>\n<ul>\n"
              "<li><a href=\"../\">../</a></li>\n<li><a href=\"main/\">main/</a></li>\n"
              "<li><a href=\"note.txt\">note.txt</a> 7</li>\n</ul>\n</main>\n</body>\n</html>\n");
}

TEST(DirectoryListing, ShowsAPackageWithoutItsDigest) {
    EXPECT_THAT(directory_listing({.entries = {{"2cf24dba5fb0a30e/a.deb", 5}}}),
                HasSubstr("<a href=\"2cf24dba5fb0a30e/a.deb\">a.deb</a> 5"));
}

TEST(DirectoryListing, TakesNamesForNothingElse) {
    const auto page = directory_listing(
        {.path = "/<b>/", .entries = {{"a+b~1%2f\"'<&>.deb", 1}, {"http://x/"}, {"?c=d"}}, .next = "a&b\"?/+"});

    EXPECT_THAT(page, HasSubstr("<title>Index of /&lt;b&gt;/</title>"));
    EXPECT_THAT(page, HasSubstr("<a href=\"a+b~1%252f%22%27%3C%26%3E.deb\">"));
    EXPECT_THAT(page, HasSubstr("<a href=\"http%3A//x/\">"));
    EXPECT_THAT(page, HasSubstr("<a href=\"%3Fc%3Dd\">"));
    EXPECT_THAT(page, HasSubstr("<a href=\"?after=a%26b%22%3F%2F%2B\" rel=\"next\">Next page</a>"));
}

TEST(DirectoryListing, LetsLongNamesBreak) {
    const auto page = directory_listing({.entries = {{"aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb&c", {}}}});

    EXPECT_THAT(page, HasSubstr(">aaaaaaaaaaaaaaaa<wbr>bbbbbbbbbbbbbbbb<wbr>&amp;c</a>"));
    EXPECT_THAT(directory_listing({.entries = {{std::string(15, 'a') + "ä", {}}}}), Not(HasSubstr("<wbr>")));
}

}  // namespace
}  // namespace slipway::server
