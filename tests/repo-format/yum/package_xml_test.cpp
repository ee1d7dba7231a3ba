#include "repo-format/yum/package_xml.hpp"

#include "repo-format/yum/documents.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/must.hpp"
#include "tests/support/rpm_builder.hpp"

namespace slipway::yum {
namespace {

using testing::an_rpm;
using ::testing::HasSubstr;
using ::testing::Not;
using enum testing::RpmSense;

PackageXml rendered(const testing::RpmBuilder& builder, const std::string& location = "packages/00/x.rpm") {
    const auto package = MUST(rpm::read_rpm(MemoryBytes(builder.bytes()), rpm::VerifyDigests::yes));
    return render_package(package, {Sha256{}, 1234, location});
}

testing::RpmBuilder an_ordinary_package() {
    return an_rpm("hello")
        .epoch(1)
        .version("2.12.1")
        .release("3.el9")
        .summary("Greets & <waves>")
        .provides("hello", equal, "1:2.12.1-3.el9")
        .requires_("/bin/sh", script_pre)
        .requires_("libc.so.6(GLIBC_2.34)(64bit)")
        .conflicts("goodbye", less, "2")
        .directory("/usr/share/hello")
        .file("/usr/bin/hello", "hello\n")
        .file("/var/log/hello", "", 1 << 6)
        .changelog(1700000000, "A Person <a@example.org> - 2.12.1-3", "- Greet louder");
}

TEST(PackageXml, PrimaryIsAsCreaterepoWritesIt) {
    EXPECT_GOLDEN("yum/hello/primary.xml", rendered(an_ordinary_package()).primary);
}

TEST(PackageXml, FilelistsIsAsCreaterepoWritesIt) {
    EXPECT_GOLDEN("yum/hello/filelists.xml", rendered(an_ordinary_package()).filelists);
}

TEST(PackageXml, OtherIsAsCreaterepoWritesIt) {
    EXPECT_GOLDEN("yum/hello/other.xml", rendered(an_ordinary_package()).other);
}

struct PreSense {
    const char* of;
    std::uint32_t sense;
};

class PreRequirement : public ::testing::TestWithParam<PreSense> {};

TEST_P(PreRequirement, IsMarked) {
    const auto xml = rendered(an_rpm("hello").requires_("needed", GetParam().sense));

    EXPECT_THAT(xml.primary, HasSubstr("<rpm:entry name=\"needed\" pre=\"1\"/>"));
}

INSTANTIATE_TEST_SUITE_P(Of, PreRequirement,
                         ::testing::Values(PreSense{"Prereq", 1 << 6}, PreSense{"Pre", 1 << 9},
                                           PreSense{"Post", 1 << 10}, PreSense{"Pretrans", 1 << 7},
                                           PreSense{"Posttrans", 1 << 5}),
                         [](const auto& row) { return row.param.of; });

TEST(PackageXml, RequirementsOfUninstallScriptsAreNotMarked) {
    const auto xml = rendered(an_rpm("hello").requires_("needed", 1 << 11));

    EXPECT_THAT(xml.primary, HasSubstr("<rpm:entry name=\"needed\"/>"));
}

TEST(PackageXml, ControlCharactersAreDropped) {
    const auto xml =
        rendered(an_rpm("hello").summary("a\x01"
                                         "b\x1f"
                                         "c\xef\xbf\xbe"
                                         "d\xef\xbf\xbf"
                                         "é\n"));

    EXPECT_THAT(xml.primary, HasSubstr("<summary>abcdé\n</summary>"));
}

TEST(PackageXml, TextThatIsNotUtf8IsTakenForLatin1) {
    const auto xml = rendered(an_rpm("hello").summary("caf\xe9 \x80\x9f\xbf \xed\xa0\x80"));

    EXPECT_THAT(xml.primary, HasSubstr("<summary>café  í</summary>"));
}

TEST(PackageXml, AttributesKeepTheirLineBreaks) {
    const auto xml = rendered(an_rpm("hello").provides("a\nb\t\"c\"\r"));

    EXPECT_THAT(xml.primary, HasSubstr("name=\"a&#10;b&#9;&quot;c&quot;&#13;\""));
}

TEST(PackageXml, TheLocationIsAUrl) {
    const auto xml = rendered(an_rpm("hello"), "packages/00/a b%{x}+1^2~3.rpm");

    EXPECT_THAT(xml.primary, HasSubstr("<location href=\"packages/00/a%20b%25%7Bx%7D+1^2~3.rpm\"/>"));
}

TEST(PackageXml, OfAnRpm3PackageListsItsFiles) {
    const auto xml = rendered(an_rpm("old").format(3).directory("/opt/old").file("/etc/old", "x"));

    EXPECT_THAT(xml.filelists, HasSubstr("<file type=\"dir\">/opt/old</file>"));
    EXPECT_THAT(xml.primary, HasSubstr("<file>/etc/old</file>"));
}

TEST(PackageXml, OfAnRpm3PackageProvidesItselfOnce) {
    const auto silent = rendered(an_rpm("old").format(3).epoch(2));
    const auto outspoken = rendered(an_rpm("old").format(3).epoch(2).provides("old", equal, "2:1.0-1"));

    const std::string itself =
        "<rpm:provides>\n      <rpm:entry name=\"old\" flags=\"EQ\" epoch=\"2\" ver=\"1.0\" "
        "rel=\"1\"/>\n    </rpm:provides>";
    EXPECT_THAT(silent.primary, HasSubstr(itself));
    EXPECT_THAT(outspoken.primary, HasSubstr(itself));
}

TEST(PackageXml, OfAnRpm6PackageKnowsTheSizeOfItsArchive) {
    EXPECT_THAT(rendered(an_rpm("new").format(6)).primary, Not(HasSubstr("archive=\"0\"")));
}

TEST(PackageXml, ADirectoryIndexBeyondTheDirectoriesEndsTheFiles) {
    const auto xml = rendered(an_rpm("hello").file("/etc/x", "").tag(1116, 4, 1, std::string("\0\0\0\7", 4)));

    EXPECT_THAT(xml.filelists, Not(HasSubstr("<file")));
}

TEST(PackageXml, LargeSizesComeFromTheir64BitTags) {
    const std::string five_gigabytes("\0\0\0\1\x40\0\0\0", 8);
    const auto xml = rendered(an_rpm("large").tag(5009, 5, 1, five_gigabytes).signature_tag(271, 5, 1, five_gigabytes));

    EXPECT_THAT(xml.primary, HasSubstr("installed=\"5368709120\" archive=\"5368709120\""));
}

TEST(PackageXml, FileCapabilitiesAreNoSize) {
    const auto xml =
        rendered(an_rpm("net").file("/usr/bin/net", "x").tag(5010, 8, 1, std::string("cap_net_raw=ep\0", 15)));

    EXPECT_THAT(xml.primary, HasSubstr("<size package=\"1234\" installed=\"1\""));
}

TEST(YumDocument, CountsItsPackages) {
    EXPECT_THAT(header_of(Document::primary, 7), HasSubstr("packages=\"7\""));
    EXPECT_THAT(header_of(Document::filelists, 0), HasSubstr("<filelists "));
    EXPECT_EQ(footer_of(Document::other), "</otherdata>\n");
}

}  // namespace
}  // namespace slipway::yum
