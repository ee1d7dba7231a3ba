#include "repo-format/yum/copied_texts.hpp"

#include "tests/support/must.hpp"
#include "tests/support/rpm_builder.hpp"

namespace slipway::yum {
namespace {

using testing::an_rpm;
using ::testing::HasSubstr;
using testing::RpmBuilder;

Result<> checked(const RpmBuilder& builder) {
    return check_copied_texts(MUST(rpm::read_rpm(MemoryBytes(builder.bytes()), rpm::VerifyDigests::yes)));
}

TEST(CopiedTexts, MayHaveTabsAndLinesWhereTextsHaveLines) {
    const auto package = an_rpm("hello")
                             .summary("Greets\tyou\n")
                             .description("First line.\r\n\r\nSecond\xe2\x80\xa8 line.\n")
                             .text(1011, "A vendor\n")
                             .file("/opt/a\nb", "x")
                             .changelog(1, "A Person\n", "- one\n- two\n")
                             .provides("virtual", testing::RpmSense::equal, "1:2-3");

    EXPECT_TRUE(checked(package).ok());
}

TEST(CopiedTexts, MayBeBytesThatAreNotUtf8) {
    EXPECT_TRUE(checked(an_rpm("hello").summary("caf\xe9 \x93quoted\x94")).ok());
}

TEST(CopiedTexts, AreNotTheOlderChangelogNorWhatNoIndexHolds) {
    auto package = an_rpm("hello").text(1023, "echo \x1b[31m");  // PREIN
    for (std::uint32_t i = 0; i < 10; ++i) package.changelog(100 - i, "A Person", "- " + std::to_string(i));
    package.changelog(1, "A Person", "- \x1b[31m");

    EXPECT_TRUE(checked(package).ok());
}

struct BadText {
    const char* because;
    RpmBuilder package;
    const char* message;
};

class BadTextTest : public ::testing::TestWithParam<BadText> {};

TEST_P(BadTextTest, IsRefusedNamingTagAndOffset) {
    const auto outcome = checked(GetParam().package);

    EXPECT_FAULT(outcome, Fault::invalid_input);
    EXPECT_EQ(outcome.error().code(), "invalid-package");
    EXPECT_THAT(outcome.error().message(), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    With, BadTextTest,
    ::testing::Values(
        BadText{"ACarriageReturnInTheSummary", an_rpm("a").summary("x\rName: y"),
                "main header: tag 1004 (SUMMARY): control character 0x0d at offset 1; no text that is copied"},
        BadText{"AnEscapeInTheDescription", an_rpm("a").description("line\n\x1b[2J"),
                "1005 (DESCRIPTION): control character 0x1b at offset 5"},
        BadText{"ACsiInTheDescription", an_rpm("a").description("\xc2\x9b"), "control character U+009B at offset 0"},
        BadText{"DeleteInTheLicense", an_rpm("a").text(1014, "MIT\x7f"), "1014 (LICENSE): control character 0x7f"},
        BadText{"ABellInTheVendor", an_rpm("a").text(1011, "\a"), "1011 (VENDOR): control character 0x07"},
        BadText{"ABellInThePackager", an_rpm("a").text(1015, "\a"), "1015 (PACKAGER): control character 0x07"},
        BadText{"ABellInTheGroup", an_rpm("a").text(1016, "\a"), "1016 (GROUP): control character 0x07"},
        BadText{"ABellInTheUrl", an_rpm("a").text(1020, "\a"), "1020 (URL): control character 0x07"},
        BadText{"ABellInTheBuildHost", an_rpm("a").text(1007, "\a"), "1007 (BUILDHOST): control character 0x07"},
        BadText{"ANewlineInTheSourceRpm", an_rpm("a").text(1044, "a.src.rpm\n"),
                "1044 (SOURCERPM): control character 0x0a at offset 9"},
        BadText{"AnEscapeInTheSecondFileName", an_rpm("a").file("/opt/a", "").file("/opt/b\x1b", ""),
                "1117 (BASENAMES): string 2: control character 0x1b at offset 1"},
        BadText{"ACarriageReturnInADirectory", an_rpm("a").file("/opt/a\r/b", ""),
                "1118 (DIRNAMES): string 1: control character 0x0d at offset 6"},
        BadText{"AnEscapeInAnRpm3FileName", an_rpm("a").format(3).file("/opt/\x1b", ""),
                "1027 (OLDFILENAMES): string 1: control character 0x1b"},
        BadText{"ANewlineInAProvide", an_rpm("a").provides("x\ny"),
                "1047 (PROVIDENAME): string 1: control character 0x0a"},
        BadText{"ATabNextToANewlineInARequirement", an_rpm("a").requires_("x\t\n"), "1049 (REQUIRENAME): string 1"},
        BadText{"ABellInAVersion", an_rpm("a").conflicts("x", testing::RpmSense::equal, "1\a"),
                "1055 (CONFLICTVERSION)"},
        BadText{"ABellInAnObsolete", an_rpm("a").obsoletes("x\a"), "1090 (OBSOLETENAME)"},
        BadText{"ABellInARecommendation", an_rpm("a").recommends("x\a"), "5046 (RECOMMENDNAME)"},
        BadText{"ABellInASuggestionOfOld", an_rpm("a").tag(1156, 8, 1, std::string("x\a\0", 3)),
                "1156 (OLDSUGGESTSNAME)"},
        BadText{"AnEscapeInAChangelogAuthor", an_rpm("a").changelog(1, "A\x1b", "- x"),
                "1081 (CHANGELOGNAME): string 1: control character 0x1b"},
        BadText{"AnEscapeInTheSecondChangelogText", an_rpm("a").changelog(2, "A", "- x").changelog(1, "A", "- \x1b"),
                "1082 (CHANGELOGTEXT): string 2: control character 0x1b at offset 2"}),
    [](const auto& row) { return row.param.because; });

}  // namespace
}  // namespace slipway::yum
