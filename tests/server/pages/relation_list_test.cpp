#include "server/pages/relation_list.hpp"

#include <gmock/gmock.h>

namespace slipway::server {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> entries(int count) {
    std::vector<std::string> entries;
    for (int i = 1; i <= count; ++i) entries.push_back(fmt::format("lib{}", i));
    return entries;
}

TEST(RelationList, HasATermForEachKind) {
    const auto list = relation_list({{"Depends", {"libc6 (>= 2.36)", "a | b"}}, {"Conflicts", {"<i>"}}});

    EXPECT_EQ(list.text,
              "<dl class=\"relations\">\n<dt>Depends</dt>\n<dd>libc6 (&gt;= 2.36), a | b</dd>\n"
              "<dt>Conflicts</dt>\n<dd>&lt;i&gt;</dd>\n</dl>\n");
}

TEST(RelationList, SaysThatThereAreNone) { EXPECT_EQ(relation_list({}).text, "<p>None.</p>\n"); }

TEST(RelationList, FoldsWhatIsLong) {
    EXPECT_THAT(relation_list({{"Depends", entries(13)}}).text, Not(HasSubstr("<details>")));

    EXPECT_THAT(
        relation_list({{"Depends", entries(14)}}).text,
        HasSubstr("lib11, lib12\n<details>\n<summary>2 more</summary>\n<p>lib13, lib14</p>\n</details>\n</dd>"));
}

TEST(RelationList, CountsWhatIsTooLongToBeShown) {
    const auto list = relation_list({{"Provides", entries(2000)}}).text;

    EXPECT_THAT(list, AllOf(HasSubstr("<summary>1988 more</summary>"), HasSubstr("lib512</p>"),
                            HasSubstr("And 1488 more"), Not(HasSubstr("lib513"))));
}

}  // namespace
}  // namespace slipway::server
