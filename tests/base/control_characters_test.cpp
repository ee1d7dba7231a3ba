#include "base/control_characters.hpp"

#include <gmock/gmock.h>

namespace slipway {
namespace {

/// "name at offset", or "none".
std::string found_in(std::string_view text, LineEnds ends = LineEnds::refused) {
    const auto found = find_control_character(text, ends);
    return found ? found->name + " at " + std::to_string(found->offset) : "none";
}

TEST(ControlCharacters, AreAllBelowTheBlankButTab) {
    for (int c = 0; c < 0x20; ++c)
        EXPECT_EQ(found_in({std::string(1, static_cast<char>(c))}) == "none", c == '\t') << c;
}

TEST(ControlCharacters, AreNamedWithTheirOffset) {
    EXPECT_EQ(found_in("a\tb\rc\x1b"), "0x0d at 3");
    EXPECT_EQ(found_in(std::string_view("ab\0", 3)), "0x00 at 2");
    EXPECT_EQ(found_in("\x7f"), "0x7f at 0");
    EXPECT_EQ(found_in("\xc3\xa4\xc2\x9b"), "U+009B at 2");
}

TEST(ControlCharacters, AreWhatEndsALineForSomeReadersOnly) {
    EXPECT_EQ(found_in("a\nb"), "0x0a at 1");
    EXPECT_EQ(found_in("a\xc2\x85"), "U+0085 at 1");
    EXPECT_EQ(found_in("a\xe2\x80\xa8"), "U+2028 at 1");
    EXPECT_EQ(found_in("a\xe2\x80\xa9"), "U+2029 at 1");
    EXPECT_EQ(found_in("Andr\xe9\x85"), "0x85 at 5");
}

TEST(ControlCharacters, AreNotFoundInOtherTextWhateverItsEncoding) {
    EXPECT_EQ(found_in("\xc2\xa0\xc3\x85\xe2\x80\xa6\xf0\x9f\x98\x80~"), "none");
    EXPECT_EQ(found_in("Andr\xe9 \x93quoted\x94 \xff\xfe"), "none");
}

TEST(ControlCharacters, OfTextWithLinesAreNotItsLineEnds) {
    EXPECT_EQ(found_in("a\nb\r\nc\xc2\x85 \xe2\x80\xa8 \xe9\x85", LineEnds::allowed), "none");
    EXPECT_EQ(found_in("a\r\nb\rc", LineEnds::allowed), "0x0d at 4");
    EXPECT_EQ(found_in("a\r", LineEnds::allowed), "0x0d at 1");
    EXPECT_EQ(found_in("a\r\r\n", LineEnds::allowed), "0x0d at 1");
    EXPECT_EQ(found_in("a\n\x1b[0m", LineEnds::allowed), "0x1b at 2");
    EXPECT_EQ(found_in("\xc2\x9b", LineEnds::allowed), "U+009B at 0");
}

}  // namespace
}  // namespace slipway
