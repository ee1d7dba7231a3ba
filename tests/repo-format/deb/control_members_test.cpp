#include "repo-format/deb/control_members.hpp"

#include "tests/support/must.hpp"

namespace slipway::deb {
namespace {

using ::testing::HasSubstr;

struct Text {
    const char* because;
    std::string text;
    const char* message;  // "": dpkg takes it
};

class ConffilesTest : public ::testing::TestWithParam<Text> {};

TEST_P(ConffilesTest, AreJudgedAsByDpkg) {
    const auto checked = check_conffiles(GetParam().text);

    EXPECT_EQ(checked.ok(), std::string_view(GetParam().message).empty());
    EXPECT_THAT(checked.ok() ? "" : checked.error().message(), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Dpkg, ConffilesTest,
    ::testing::Values(Text{"Paths", "/etc/a\n/etc/b c\n", ""}, Text{"Nothing", "", ""},
                      Text{"AnEmptyLine", "/etc/a\n\n  \n", ""}, Text{"BlanksBehind", "/etc/a \t\n", ""},
                      Text{"RemoveOnUpgrade", "remove-on-upgrade /etc/a\n", ""},
                      Text{"ARelativePath", "/etc/a\netc/b\n", "conffiles: line 2: \"etc/b\" is neither"},
                      Text{"BlanksInFront", " /etc/a\n", "line 1"}, Text{"AnUnknownFlag", "keep /etc/a\n", "line 1"},
                      Text{"AFlagAlone", "remove-on-upgrade\n", "line 1"},
                      Text{"NoNewline", "/etc/a", "no newline ends it"},
                      Text{"TheLongestLine", "/" + std::string(995, 'a') + "\n", ""},
                      Text{"ALongerLine", "/" + std::string(996, 'a') + "\n", "it has 998 bytes; dpkg reads 997"},
                      Text{"Nul", std::string("/a\0b\n", 5), "a NUL byte"}),
    [](const auto& row) { return row.param.because; });

class TriggersTest : public ::testing::TestWithParam<Text> {};

TEST_P(TriggersTest, AreJudgedAsByDpkg) {
    const auto checked = check_triggers(GetParam().text);

    EXPECT_EQ(checked.ok(), std::string_view(GetParam().message).empty());
    EXPECT_THAT(checked.ok() ? "" : checked.error().message(), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Dpkg, TriggersTest,
    ::testing::Values(Text{"Directives", "interest /usr/lib\n  interest-noawait a-b\nactivate\tldconfig\n", ""},
                      Text{"CommentsAndBlanks", "# hello\n\n \t\n  # x\n", ""},
                      Text{"ActivationOfAStrangeName", "activate a_b\nactivate-await /x/\n", ""},
                      Text{"AnUnknownDirective", "watch x\n", "triggers: line 1: unknown directive \"watch\""},
                      Text{"NoName", "\ninterest\n", "line 2: \"\" is no name of a trigger"},
                      Text{"TwoNames", "interest a b\n", "\"a b\" is no name of a trigger"},
                      Text{"AnUmlaut", "activate \xc3\xa4\n", "is no name of a trigger"},
                      Text{"InterestInAStrangeName", "interest a_b\n", "no package can be interested in \"a_b\""},
                      Text{"InterestInAFolder", "interest /usr/\n", "no package can be interested"},
                      Text{"ALongLine", "activate " + std::string(246, 'a') + "\n", "dpkg reads 255"},
                      Text{"NoNewline", "activate a", "no newline ends it"}),
    [](const auto& row) { return row.param.because; });

}  // namespace
}  // namespace slipway::deb
