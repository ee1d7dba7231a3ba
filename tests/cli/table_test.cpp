#include "cli/table.hpp"

#include <gmock/gmock.h>

namespace slipway::cli {
namespace {

TEST(Table, IsAsWideAsItsWidestCells) {
    Table table({"NAME", "N", "LAST"});
    table.add({"hello", "1", "x"});
    table.add({"m\xc3\xbcnchen-tools", "12345", ""});

    EXPECT_EQ(table.render(),
              "NAME           N      LAST\n"
              "hello          1      x\n"
              "m\xc3\xbcnchen-tools  12345  -\n");
}

TEST(Table, ShowsNoControlCharacters) {
    Table table({"NAME"});
    table.add({"evil\x1b[2J\n"});

    EXPECT_EQ(table.render(), "NAME\nevil?[2J?\n");
}

TEST(Fields, StandBelowOneAnotherWithoutEmptyOnes) {
    EXPECT_EQ(render_fields({{"Name", "hello"}, {"Nothing", ""}, {"Version", "1.0"}}),
              "Name:     hello\n"
              "Version:  1.0\n");
}

TEST(Size, HasFourDigitsAtMost) {
    EXPECT_EQ(human_size(0), "0 B");
    EXPECT_EQ(human_size(999), "999 B");
    EXPECT_EQ(human_size(1000), "1.0 kB");
    EXPECT_EQ(human_size(999'949), "999.9 kB");
    EXPECT_EQ(human_size(999'950), "1.0 MB");
    EXPECT_EQ(human_size(8'589'934'592), "8.6 GB");
}

}  // namespace
}  // namespace slipway::cli
