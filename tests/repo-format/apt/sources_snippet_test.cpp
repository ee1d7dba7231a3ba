#include "repo-format/apt/sources_snippet.hpp"

#include "repo-format/deb/paragraph.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/must.hpp"

namespace slipway::apt {
namespace {

SourcesSnippet a_snippet() {
    return {.base_url = "https://example.org/main/deb",
            .channel = "dev",
            .components = {"main", "extra"},
            .armored_keys =
                "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEZ\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n\n"
                "-----BEGIN PGP PUBLIC KEY BLOCK-----\r\nVersion: 1\r\n\r\nmQGN\r\n=efgh\r\n"
                "-----END PGP PUBLIC KEY BLOCK-----\r\n"};
}

TEST(SourcesSnippet, EmbedsTheKeysWithDotsForEmptyLines) {
    EXPECT_GOLDEN("apt/sources/two-keys.sources", render(a_snippet()));
}

TEST(SourcesSnippet, IsOneParagraph) {
    const auto paragraph = MUST(deb::Paragraph::parse(render(a_snippet())));

    EXPECT_EQ(paragraph.find("Suites"), "dev");
    EXPECT_EQ(paragraph.find("Components"), "main extra");
}

TEST(SourcesSnippet, HasAOneLineFormThatNamesAKeyFile) {
    EXPECT_EQ(render_list_line(a_snippet(), "/etc/apt/keyrings/main.asc"),
              "deb [signed-by=/etc/apt/keyrings/main.asc] https://example.org/main/deb dev main extra\n");
}

}  // namespace
}  // namespace slipway::apt
