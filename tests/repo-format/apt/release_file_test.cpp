#include "repo-format/apt/release_file.hpp"

#include "repo-format/deb/paragraph.hpp"
#include "tests/support/command.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::apt {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Release a_release() {
    return {.origin = "main",
            .label = "main",
            .suite = "dev",
            .codename = "dev",
            .description = "Packages of the team",
            .date = Seconds(std::chrono::seconds(1'795'363'262)),
            .architectures = {"arm64", "all", "amd64"},
            .components = {"main", "extra"},
            .snapshots = "https://example.org/main/deb/snapshots/@SNAPSHOTID@/",
            .indexes = {{"main/binary-arm64/Packages", 0, sha256_of("")},
                        {"main/binary-amd64/Packages.gz", 4294967296, sha256_of("gz")},
                        {"main/binary-amd64/Packages", 12345, sha256_of("plain")}}};
}

std::string without_optional_fields() {
    Release release = a_release();
    release.description.clear();
    release.snapshots.reset();
    return render(release);
}

TEST(AptRelease, ListsEveryIndexOnceWithSizeAndSha256SortedByPath) {
    EXPECT_GOLDEN("apt/release/two-components/Release", render(a_release()));
}

TEST(AptRelease, LeavesOutDescriptionAndSnapshotsWhenThereAreNone) {
    EXPECT_GOLDEN("apt/release/without-options/Release", without_optional_fields());
}

TEST(AptRelease, UsesTheFirstLineOfADescription) {
    Release release = a_release();
    release.description = " One line \r\nSHA256:\n deadbeef 1 forged";

    const auto text = render(release);

    EXPECT_THAT(text, HasSubstr("\nDescription: One line\n"));
    EXPECT_THAT(text, Not(HasSubstr("forged")));
}

TEST(AptRelease, IsOneParagraph) {
    EXPECT_EQ(MUST(deb::Paragraph::parse(render(a_release()))).render(), render(a_release()));
}

TEST(AptRelease, WritesFieldsAndListAsAptFtparchiveDoes) {
    const testing::TempDir directory;
    directory.write("dists/main/binary-amd64/Packages", "Package: hello\n");
    const auto theirs = MUST(
        deb::Paragraph::parse(testing::run_command({"apt-ftparchive", "-o", "APT::FTPArchive::Release::Origin=main",
                                                    "-o", "APT::FTPArchive::Release::Acquire-By-Hash=true", "-o",
                                                    "APT::FTPArchive::MD5=false", "-o", "APT::FTPArchive::SHA1=false",
                                                    "-o", "APT::FTPArchive::SHA512=false", "release", "dists"},
                                                   directory.path())
                                  .output));
    Release release = a_release();
    release.indexes = {{"main/binary-amd64/Packages", 15, sha256_of("Package: hello\n")}};

    const auto ours = MUST(deb::Paragraph::parse(render(release)));

    EXPECT_THAT(theirs.find("SHA256").value(), HasSubstr(ours.find("SHA256").value()));
    EXPECT_EQ(ours.find("Acquire-By-Hash"), theirs.find("Acquire-By-Hash"));
    EXPECT_EQ(ours.find("Origin"), theirs.find("Origin"));
}

}  // namespace
}  // namespace slipway::apt
