#include "repo-format/deb/relations.hpp"

#include "tests/support/command.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::deb {
namespace {

using slipway::testing::a_deb;
using slipway::testing::run_command;
using slipway::testing::TempDir;

struct Relations {
    const char* because;
    const char* value;
    bool valid;
};

class RelationsTest : public ::testing::TestWithParam<Relations> {};

TEST_P(RelationsTest, AreChecked) { EXPECT_EQ(check_relations(GetParam().value).ok(), GetParam().valid); }

TEST_P(RelationsTest, AreJudgedAsByDpkg) {
    const TempDir directory;
    const auto path = directory.write("a.deb", a_deb("hello").depends(GetParam().value).field("X-End", "1").build());

    const auto dpkg = run_command({"dpkg-deb", "-f", path, "Package"});

    EXPECT_EQ(dpkg.exit_code == 0, GetParam().valid) << dpkg.output;
}

INSTANTIATE_TEST_SUITE_P(
    Depends, RelationsTest,
    ::testing::Values(Relations{"One", "libc6", true},
                      Relations{"Several", "libc6 (>= 2.36), libgcc-s1 (>= 3.0) | libgcc1, python3:any", true},
                      Relations{"WithoutBlanks", "libc6(>=2.36)|a,b", true},
                      Relations{"OverSeveralLines", "libc6,\n hello (<< 1:2.0-1~),\n foo (= 1)", true},
                      Relations{"ObsoleteComparisons", "foo (< 1), bar (> 2)", true}, Relations{"Nothing", "", true},
                      Relations{"AnEmptyPart", "foo, , bar", false}, Relations{"ACommaAtTheEnd", "foo,", false},
                      Relations{"ACommaInFront", ", foo", false}, Relations{"AnEmptyAlternative", "foo | ", false},
                      Relations{"AnOpenParenthesis", "foo (>= 1", false}, Relations{"NoVersion", "foo (>=)", false},
                      Relations{"ABadVersion", "foo (>= 1-_)", false},
                      Relations{"AStrangeComparison", "foo (=> 1)", false},
                      Relations{"AnArchitectureRestriction", "foo [amd64]", false},
                      Relations{"TwoNames", "foo bar", false}, Relations{"AStrangeName", "f$o", false},
                      Relations{"AnEmptyQualifier", "foo:", false}),
    [](const auto& row) { return row.param.because; });

TEST(Relations, AreFieldsByAnyCase) {
    EXPECT_TRUE(is_relation_field("depends"));
    EXPECT_FALSE(is_relation_field("Description"));
}

}  // namespace
}  // namespace slipway::deb
