#include "repo-format/deb/paragraph.hpp"

#include "tests/support/must.hpp"

namespace slipway::deb {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Paragraph, KeepsFieldsInOrderWithTheirContinuationLines) {
    const auto paragraph = MUST(Paragraph::parse("Package: hello\nDescription: greets\n Says hello.\n .\n\tTwice.\n"));

    EXPECT_THAT(paragraph.fields(),
                ElementsAre(Field{"Package", "hello"}, Field{"Description", "greets\n Says hello.\n .\n\tTwice."}));
}

TEST(Paragraph, FindsFieldsWithoutCase) {
    const auto paragraph = MUST(Paragraph::parse("X-Custom: 1\n"));

    EXPECT_EQ(paragraph.find("x-CUSTOM"), "1");
    EXPECT_EQ(paragraph.find("x"), std::nullopt);
}

TEST(Paragraph, DropsBlanksAroundNamesAndAtTheEndsOfValues) {
    const auto paragraph = MUST(Paragraph::parse("A :\t b \nB: c \n d  \t\n"));

    EXPECT_THAT(paragraph.fields(), ElementsAre(Field{"A", "b"}, Field{"B", "c\n d"}));
}

TEST(Paragraph, ReadsLinesEndedByCarriageReturnAndNewline) {
    const auto paragraph = MUST(Paragraph::parse("A: b\r\n c\r\n\n"));

    EXPECT_THAT(paragraph.fields(), ElementsAre(Field{"A", "b\n c"}));
}

TEST(Paragraph, AllowsEmptyLinesBeforeAndAfter) {
    EXPECT_THAT(MUST(Paragraph::parse("\n\nA: b\n\n\n")).fields(), ElementsAre(Field{"A", "b"}));
}

TEST(Paragraph, AcceptsBytesThatAreNotUtf8) {
    EXPECT_EQ(MUST(Paragraph::parse("Maintainer: Andr\xe9\n")).find("Maintainer"), "Andr\xe9");
}

TEST(Paragraph, KeepsTabsWithinALine) {
    EXPECT_EQ(MUST(Paragraph::parse("A: b\tc\n\td\te\n")).find("A"), "b\tc\n\td\te");
}

TEST(Paragraph, RendersWhatItParsed) {
    const std::string text = "Package: hello\nConffiles:\n /etc/hello 00\nEmpty:\nDescription: greets\n .\n Twice.\n";

    EXPECT_EQ(MUST(Paragraph::parse(text)).render(), text);
}

TEST(Paragraph, ReadsAMebibyteOfTinyFieldsQuickly) {
    std::string text;
    for (int i = 0; i < 150'000; ++i) text += fmt::format("{:x}:\n", i);

    EXPECT_EQ(MUST(Paragraph::parse(text)).fields().size(), 150'000);
}

struct BadParagraph {
    const char* because;
    std::string text;
    const char* message;
};

class BadParagraphTest : public ::testing::TestWithParam<BadParagraph> {};

TEST_P(BadParagraphTest, IsRefusedNamingTheLine) {
    const auto parsed = Paragraph::parse(GetParam().text);

    EXPECT_FAULT(parsed, Fault::invalid_input);
    EXPECT_THAT(parsed.error().message(), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Deb822, BadParagraphTest,
    ::testing::Values(
        BadParagraph{"AFieldTwice", "A: 1\nB: 2\na: 3\n", "line 3: field a twice"},
        BadParagraph{"NoColon", "A: 1\nnonsense\n", "line 2: no colon after \"nonsense\""},
        BadParagraph{"AnEmptyName", ": 1\n", "line 1: \"\" is no field name"},
        BadParagraph{"ABlankInAName", "A B: 1\n", "line 1: \"A B\" is no field name"},
        BadParagraph{"ANameThatIsAComment", "A: 1\n#B: 2\n", "line 2: \"#B\" is no field name"},
        BadParagraph{"AComment", "A: 1\n# comment\n", "line 2: no colon after"},
        BadParagraph{"ANameWithAHyphenInFront", "-A: 1\n", "line 1: \"-A\" is no field name"},
        BadParagraph{"ANameThatIsNotAscii", "\xc3\xa4: 1\n", "line 1: \"??\" is no field name"},
        BadParagraph{"ANameOf64Kibibytes", std::string(65536, 'A') + ": 1\n", "line 1: a field name of 65536 bytes"},
        BadParagraph{"ASecondParagraph", "A: 1\n\nB: 2\n", "line 3: text after the end of the paragraph"},
        BadParagraph{"ABlankLineInAValue", "A: 1\n \t\n b\n", "line 2: a blank line in the value of A"},
        BadParagraph{"AContinuationInFront", " a\nA: 1\n", "line 1: a continuation line before any field"},
        BadParagraph{"Nul", std::string("A: 1\nB: \0\n", 10),
                     "line 2: control character 0x00 at offset 8 in field \"B\"; no field may hold one but tab"},
        BadParagraph{"TheEndOfFileMarkOfDos", "A: 1\x1a\n", "line 1: control character 0x1a at offset 4"},
        BadParagraph{"ACarriageReturnWithinALine", "A: 1\rB: 2\n", "line 1: control character 0x0d at offset 4"},
        BadParagraph{"ALineOfACarriageReturn", "A: 1\n\r\n", "line 2: control character 0x0d at offset 5"},
        BadParagraph{"TwoCarriageReturnsAtALinesEnd", "A: 1\r\r\n", "line 1: control character 0x0d at offset 4"},
        BadParagraph{"ACarriageReturnInAContinuation", "Long: 1\n a\rB: 2\n",
                     "line 2: control character 0x0d at offset 10 in field \"Long\""},
        BadParagraph{"ACarriageReturnInAName", "A\rB: 2\n", "line 1: control character 0x0d at offset 1"},
        BadParagraph{"ALineOfFormFeeds", "A: 1\n \f\v\n", "line 2: control character 0x0c at offset 6"},
        BadParagraph{"AnEscapeSequence", "A: \x1b[2J\n", "line 1: control character 0x1b at offset 3"},
        BadParagraph{"Delete", "A: \x7f\n", "line 1: control character 0x7f at offset 3"},
        BadParagraph{"NextLineOfUnicode", "A: 1\xc2\x85 B: 2\n", "line 1: control character U+0085 at offset 4"},
        BadParagraph{"NextLineOfLatin1", "A: \xe9\x85 B: 2\n", "line 1: control character 0x85 at offset 4"},
        BadParagraph{"LineSeparator", "A: 1\xe2\x80\xa8 B: 2\n", "line 1: control character U+2028 at offset 4"},
        BadParagraph{"ParagraphSeparator", "A: 1\xe2\x80\xa9\n", "line 1: control character U+2029 at offset 4"},
        BadParagraph{"NoNewlineAtTheEnd", "A: 1\nB: 2", "line 2: no newline at the end"}),
    [](const auto& row) { return row.param.because; });

}  // namespace
}  // namespace slipway::deb
