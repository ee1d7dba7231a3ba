#include "cli/terminal.hpp"

#include <gmock/gmock.h>

namespace slipway::cli {
namespace {

TEST(PrintableText, HasAQuestionMarkForEachControlCharacter) {
    EXPECT_EQ(printable("a\x1b]0;x\x07"
                        "b\x7f"),
              "a?]0;x?b?");
    EXPECT_EQ(printable("tab\tline\n"), "tab?line?");
    EXPECT_EQ(printable("csi \xc2\x9b"
                        "2J"),
              "csi ?2J");
}

TEST(PrintableText, KeepsOtherText) {
    EXPECT_EQ(printable("\xc2\xa9 \xe2\x82\xac \xc3\xbc"), "\xc2\xa9 \xe2\x82\xac \xc3\xbc");
    EXPECT_EQ(printable("cut \xc2"), "cut \xc2");
}

}  // namespace
}  // namespace slipway::cli
