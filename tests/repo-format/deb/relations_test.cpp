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
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Result<Relations> parse(const char* field, std::string_view value) {
    return Relations::parse(*find_relation_field(field), value);
}

/// What dpkg says of the field in a package.
bool dpkg_takes(const char* field, const char* value) {
    const TempDir directory;
    const auto path = directory.write("a.deb", a_deb("hello").field(field, value).field("X-End", "1").build());
    return run_command({"dpkg-deb", "-f", path, "Package"}).exit_code == 0;
}

struct Written {
    const char* because;
    const char* field;
    const char* value;
    const char* written;
};

class WrittenRelationsTest : public ::testing::TestWithParam<Written> {};

TEST_P(WrittenRelationsTest, HaveOneSpelling) {
    const auto& [because, field, value, written] = GetParam();

    EXPECT_EQ(MUST(parse(field, value)).render(), written);
    EXPECT_EQ(MUST(parse(field, written)).entries, MUST(parse(field, value)).entries);
}

TEST_P(WrittenRelationsTest, AreTakenByDpkg) { EXPECT_TRUE(dpkg_takes(GetParam().field, GetParam().value)); }

INSTANTIATE_TEST_SUITE_P(
    Relations, WrittenRelationsTest,
    ::testing::Values(Written{"One", "Depends", "libc6", "libc6"},
                      Written{"Several", "Depends", "libc6 (>= 2.36), libgcc-s1 (>= 3.0) | libgcc1, python3:any",
                              "libc6 (>= 2.36), libgcc-s1 (>= 3.0) | libgcc1, python3:any"},
                      Written{"WithoutBlanks", "Depends", "libc6(>=2.36)|a,b", "libc6 (>= 2.36) | a, b"},
                      Written{"AShortConstraintAtTheEnd", "Depends", "a (=1)", "a (= 1)"},
                      Written{"WithManyBlanks", "Depends", "a  (  <<\t1 )  ,  b:any  (>=2)|c",
                              "a (<< 1), b:any (>= 2) | c"},
                      Written{"OverSeveralLines", "Depends", "libc6,\n hello (<<\n 1:2.0-1~)\n , foo (= 1)",
                              "libc6, hello (<< 1:2.0-1~), foo (= 1)"},
                      Written{"ObsoleteComparisons", "Depends", "foo (< 1), bar (> 2)", "foo (<= 1), bar (>= 2)"},
                      Written{"ABareVersion", "Depends", "foo (1)", "foo (= 1)"},
                      Written{"UpperCase", "Recommends", "LibFoo | Bar_Baz", "libfoo | bar_baz"},
                      Written{"AnArchitecture", "Depends", "foo:i386 (>> 1)", "foo:i386 (>> 1)"},
                      Written{"ExactProvides", "Provides", "a (=1), b", "a (= 1), b"},
                      Written{"RangesInBreaks", "Breaks", "a (<< 2), b", "a (<< 2), b"}),
    [](const auto& row) { return row.param.because; });

struct Refused {
    const char* because;
    const char* field;
    const char* value;
    const char* message;
};

class RefusedRelationsTest : public ::testing::TestWithParam<Refused> {};

TEST_P(RefusedRelationsTest, AreRefusedNamingTheEntry) {
    const auto parsed = parse(GetParam().field, GetParam().value);

    EXPECT_FAULT(parsed, Fault::invalid_input);
    EXPECT_THAT(parsed.error().message(), HasSubstr(GetParam().message));
}

TEST_P(RefusedRelationsTest, AreRefusedByDpkg) { EXPECT_FALSE(dpkg_takes(GetParam().field, GetParam().value)); }

INSTANTIATE_TEST_SUITE_P(
    Relations, RefusedRelationsTest,
    ::testing::Values(
        Refused{"AnEmptyEntry", "Depends", "foo, , bar", "entry 2, \"\": a package name is missing"},
        Refused{"ACommaAtTheEnd", "Depends", "foo,", "entry 2"},
        Refused{"ACommaInFront", "Depends", ", foo", "entry 1"},
        Refused{"AnEmptyAlternative", "Depends", "foo | ", "entry 1"},
        Refused{"AFirstNameOnTheNextLine", "Depends", "\n foo", "must stand in the line of the field's name"},
        Refused{"AnOpenParenthesis", "Depends", "foo (>= 1", "entry 1, \"foo (>= 1\": no ')' ends the version"},
        Refused{"NoVersion", "Depends", "foo (>=)", "it is empty"},
        Refused{"ABlankInAVersion", "Depends", "foo (>= 1 2)", "no ')' ends the version"},
        Refused{"ABadVersion", "Depends", "foo (>= 1-_)", "in the revision"},
        Refused{"AStrangeComparison", "Depends", "foo (=> 1)", "no ')' ends the version"},
        Refused{"AContradiction", "Depends", "foo (<> 1)", "\"<>\" compares nothing"},
        Refused{"TwoConstraints", "Depends", "foo (>= 1) (<< 2)", "',' or '|' must follow a package"},
        Refused{"AnArchitectureRestriction", "Depends", "foo [amd64]", "',' or '|' must follow a package"},
        Refused{"TwoNames", "Depends", "foo bar", "',' or '|' must follow a package"},
        Refused{"AStrangeName", "Depends", "f$o", "\"f$o\" names no package"},
        Refused{"AnEmptyQualifier", "Depends", "foo:", "no architecture follows the ':'"},
        Refused{"AStrangeQualifier", "Depends", "foo:a_b", "no architecture follows the ':'"},
        Refused{"AlternativesInConflicts", "Conflicts", "a | b", "alternatives are not allowed in this field"},
        Refused{"AlternativesInBreaks", "Breaks", "a | b", "alternatives are not allowed"},
        Refused{"AlternativesInReplaces", "Replaces", "x, a | b", "entry 2"},
        Refused{"AlternativesInProvides", "Provides", "a | b", "alternatives are not allowed"}),
    [](const auto& row) { return row.param.because; });

/// dpkg before 1.22 only warns of it.
TEST(Relations, AreExactInProvides) {
    for (const auto* value : {"a (>= 1)", "a (<< 1)", "a (> 1)"}) {
        const auto parsed = parse("Provides", value);

        EXPECT_FAULT(parsed, Fault::invalid_input);
        EXPECT_THAT(parsed.error().message(), HasSubstr("only '=' may stand before a version"));
    }
}

TEST(Relations, AreFieldsByAnyCase) {
    EXPECT_NE(find_relation_field("depends"), nullptr);
    EXPECT_EQ(find_relation_field("Description"), nullptr);
}

TEST(Relations, TellWhatDpkgTakesForSomethingElse) {
    EXPECT_THAT(MUST(parse("Depends", "a (<1), b (>= 1) | c (2)")).respelled, ElementsAre("a (<1)", "c (2)"));
    EXPECT_THAT(MUST(parse("Depends", "a (<< 1)")).respelled, IsEmpty());
}

}  // namespace
}  // namespace slipway::deb
