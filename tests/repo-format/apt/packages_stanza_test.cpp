#include "repo-format/apt/packages_stanza.hpp"

#include "base/text.hpp"
#include "repo-format/deb/deb_package.hpp"
#include "tests/support/command.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <fstream>
#include <iterator>

namespace slipway::apt {
namespace {

using slipway::testing::a_deb;
using slipway::testing::DebBuilder;
using slipway::testing::run_command;
using slipway::testing::TempDir;

TEST(PackagesStanza, HasTheOrderAndTheSpellingOfAptFtparchive) {
    const auto control =
        MUST(deb::Paragraph::parse("x-own: 2\nDescription: greets\n .\n Long.\nDEPENDS: a\nX-Any: 1\n"
                                   "tag: t\nmulti-arch: no\npackage: hello\nVersion: 1\nprovides: b\n"));

    EXPECT_EQ(packages_stanza(stanza_fields(control), "pool/a.deb", 5, sha256_of("hello")),
              "Package: hello\nVersion: 1\nMulti-Arch: no\nProvides: b\nDepends: a\n"
              "Filename: pool/a.deb\nSize: 5\n"
              "SHA256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\n"
              "Description: greets\n .\n Long.\nTag: t\nx-own: 2\nX-Any: 1\n\n");
}

TEST(PackagesStanza, OfFieldsWithoutAMarkEndsWithFileSizeAndDigest) {
    EXPECT_EQ(packages_stanza("Package: hello\n", "pool/main/h/hello/hello_1.0_amd64.deb", 5, sha256_of("hello")),
              "Package: hello\n"
              "Filename: pool/main/h/hello/hello_1.0_amd64.deb\n"
              "Size: 5\n"
              "SHA256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\n"
              "\n");
}

struct SampleDeb {
    const char* name;
    DebBuilder deb;
};

class AptFtparchiveTest : public ::testing::TestWithParam<SampleDeb> {};

/// The fields that apt-ftparchive does not keep as they are in the control file left out.
std::vector<deb::Field> fields_of(std::string_view stanza) {
    const auto paragraph = MUST(deb::Paragraph::parse(stanza));
    auto fields = paragraph.fields();
    std::erase_if(fields, [](const deb::Field& field) { return field.name == "SHA512"; });
    return fields;
}

/// Builds the sample's control file with dpkg-deb into pool/a.deb.
std::string built_by_dpkg(const TempDir& directory, const DebBuilder& deb) {
    directory.write("tree/DEBIAN/control", deb.control());
    directory.write("pool/README", "");
    const auto built =
        run_command({"dpkg-deb", "--root-owner-group", "--nocheck", "--build", "tree", "pool/a.deb"}, directory.path());
    EXPECT_EQ(built.exit_code, 0) << built.output;
    std::ifstream file(directory.path() / "pool/a.deb", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST_P(AptFtparchiveTest, WritesTheSameFieldsInTheSameOrder) {
    const TempDir directory;
    const auto bytes = built_by_dpkg(directory, GetParam().deb);
    const auto options = std::vector<std::string>{"apt-ftparchive", "--no-md5", "--no-sha1",
                                                  "--no-sha512",    "-o",       "APT::FTPArchive::AlwaysStat=true",
                                                  "packages",       "pool"};
    const auto theirs = fields_of(run_command(options, directory.path()).output);

    const auto package = MUST(deb::read_deb(MemoryBytes(bytes), deb::VerifyData::no));
    const auto ours = packages_stanza(stanza_fields(package.control), "pool/a.deb", bytes.size(), sha256_of(bytes));

    EXPECT_EQ(fields_of(ours), theirs);
}

INSTANTIATE_TEST_SUITE_P(
    Oracle, AptFtparchiveTest,
    ::testing::Values(SampleDeb{"AMinimalPackage", a_deb("hello").field("Priority", "optional")},
                      SampleDeb{"ALongDescription", a_deb("hello")
                                                        .field("Priority", "extra")
                                                        .field("Description", "greets\n Long.\n .\n  * item\n Text.")},
                      SampleDeb{"Relations", a_deb("libhello1")
                                                 .field("Priority", "optional")
                                                 .source("hello (1:2.0-1)")
                                                 .version("1:2.0-1+b1")
                                                 .depends("libc6 (>= 2.36), a | b:any")
                                                 .field("Pre-Depends", "dpkg (>= 1.17)")
                                                 .field("Provides", "greeter (= 2)")
                                                 .field("Conflicts", "hi, ho (<< 3)")
                                                 .field("Multi-Arch", "same")},
                      SampleDeb{"CustomFields", a_deb("hello")
                                                    .field("Priority", "optional")
                                                    .field("X-Vendor-Note", "kept")
                                                    .field("Phased-Update-Percentage", "10")
                                                    .field("Tag", "a::b,\n c::d")
                                                    .field("Installed-Size", "42")
                                                    .field("Homepage", "https://example.org/?a=b")},
                      SampleDeb{"AForeignHash",
                                a_deb("hello").field("Priority", "optional").field("SHA512", "00").field("Size", "1")},
                      SampleDeb{"BytesThatAreNotUtf8",
                                a_deb("hello").field("Priority", "optional").field("Maintainer", "Andr\xe9 <a@b.c>")}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace slipway::apt
