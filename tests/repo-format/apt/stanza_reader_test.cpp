#include "repo-format/apt/stanza_reader.hpp"

#include "base/digest.hpp"
#include "repo-format/apt/packages_stanza.hpp"
#include "tests/support/must.hpp"

namespace slipway::apt {
namespace {

using deb::Comparison;
using deb::Field;
using deb::Paragraph;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(AptReader, FindsFieldsUpToTheEmptyLine) {
    const auto fields = MUST(read_stanza("Package: hello\nTag:\n a,\n b\nEmpty:\nDescription: greets\n .\n Long.\n\n"));

    EXPECT_THAT(fields, ElementsAre(Field{"Package", "hello"}, Field{"Tag", "a,\n b"}, Field{"Empty", ""},
                                    Field{"Description", "greets\n .\n Long."}));
}

TEST(AptReader, TakesALineWithoutAColonForAPartOfTheNextName) {
    EXPECT_THAT(MUST(read_stanza("Package: hello\nnonsense\nSize: 1\n\n")),
                ElementsAre(Field{"Package", "hello"}, Field{"nonsense\nSize", "1"}));
}

struct BadStanza {
    const char* because;
    std::string text;
    const char* message;
};

class BadStanzaTest : public ::testing::TestWithParam<BadStanza> {};

TEST_P(BadStanzaTest, IsNotRead) {
    const auto fields = read_stanza(GetParam().text);

    EXPECT_FAULT(fields, Fault::invalid_input);
    EXPECT_THAT(fields.error().message(), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Stanza, BadStanzaTest,
    ::testing::Values(
        BadStanza{"WithoutAnEnd", "Package: hello\n", "no empty line ends it"},
        BadStanza{"CutWithinALine", "Package: hello", "no newline ends its last line"},
        BadStanza{"WithAnEmptyLineWithin", "Package: hello\n\nSize: 1\n\n", "an empty line stands within"},
        BadStanza{"WithALineOfCarriageReturns", "Package: hello\n\r\r\nSize: 1\n\n", "an empty line stands within"},
        BadStanza{"WithoutAColon", "Package\n\n", "no colon follows a field's name"},
        BadStanza{"ThatDoesNotFitIntoItsBuffer", "Package: " + std::string(1 << 20, 'a') + "\n\n",
                  "apt reads 1000000"}),
    [](const auto& row) { return row.param.because; });

TEST(AptReader, ReadsRelations) {
    const auto read = MUST(read_relations("libc6 (>= 2.36), a:any (= 1) | b, c (<< 2)"));

    EXPECT_THAT(read, ElementsAre(ElementsAre(deb::Relation{"libc6", "", {{Comparison::later_or_equal, "2.36"}}}),
                                  ElementsAre(deb::Relation{"a", "any", {{Comparison::equal, "1"}}},
                                              deb::Relation{"b", "", {}}),
                                  ElementsAre(deb::Relation{"c", "", {{Comparison::earlier, "2"}}})));
}

class UnreadableRelationsTest : public ::testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(UnreadableRelationsTest, MakeTheIndexUnreadable) {
    EXPECT_FAULT(read_relations(GetParam().second), Fault::invalid_input);
}

INSTANTIATE_TEST_SUITE_P(Relations, UnreadableRelationsTest,
                         ::testing::Values(std::pair{"Nothing", ""}, std::pair{"AShortConstraintAtTheEnd", "a (=1)"},
                                           std::pair{"AnOpenParenthesis", "a (>= 1"}, std::pair{"NoVersion", "a (>= )"},
                                           std::pair{"AClosingParenthesis", "a)"}, std::pair{"TwoNames", "a b"},
                                           std::pair{"ARestriction", "a [amd64]"}, std::pair{"NoName", ", a"}),
                         [](const auto& row) { return row.param.first; });

TEST(AptReader, ReadsAShortConstraintThatIsNotAtTheEnd) { EXPECT_TRUE(read_relations("a (=1), b").ok()); }

Paragraph control_of(const std::string& fields) { return MUST(Paragraph::parse("Package: hello\n" + fields)); }

Result<> check(const Paragraph& control) {
    return check_stanza(packages_stanza(stanza_fields(control), "pool/a.deb", 1, sha256_of("a")), control);
}

TEST(AptReader, AgreesWithWhatIsMeant) {
    EXPECT_TRUE(check(control_of("Depends: a (= 1)\nMulti-Arch: same\nArchitecture: amd64\nTag:\n\ta,\n b\n")).ok());
}

class NotAsMeantTest : public ::testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(NotAsMeantTest, IsRefused) {
    const auto checked = check(control_of(GetParam().second));

    EXPECT_FAULT(checked, Fault::invalid_input);
    EXPECT_EQ(checked.error().code(), "invalid-package");
    EXPECT_THAT(checked.error().message(), HasSubstr("apt would not read in an index what is meant"));
}

INSTANTIATE_TEST_SUITE_P(Stanza, NotAsMeantTest,
                         ::testing::Values(std::pair{"AFieldWithoutAValue", "Provides:\n"},
                                           std::pair{"AShortConstraint", "Depends: a (=1)\n"},
                                           std::pair{"AMultiArchThatIsNotLowerCase", "Multi-Arch: Same\n"},
                                           std::pair{"AnUnknownEssential", "Essential: perhaps\n"},
                                           std::pair{"APercentageAboveAHundred", "Phased-Update-Percentage: 101\n"},
                                           std::pair{"SameOfArchitectureAll", "Multi-Arch: same\nArchitecture: all\n"},
                                           std::pair{"ARelationThatMeansSomethingElse", "Depends: A (= 1)\n"}),
                         [](const auto& row) { return row.param.first; });

TEST(AptReader, MissesWhatIsNotThere) {
    const auto stanza = packages_stanza("Package: hello\n", "pool/a.deb", 1, sha256_of("a"));

    EXPECT_FAULT(check_stanza(stanza, control_of("X-Own: 1\n")), Fault::invalid_input);
    EXPECT_FAULT(check_stanza("X-Own: 1\n" + stanza, control_of("")), Fault::invalid_input);
    EXPECT_FAULT(check_stanza(stanza, MUST(Paragraph::parse("Package: other\n"))), Fault::invalid_input);
}

TEST(AptReader, ReadsAStanzaOfManyFieldsQuickly) {
    std::string fields;
    for (int i = 0; i < 100'000; ++i) fields += fmt::format("f{:x}: 1\n", i);

    EXPECT_TRUE(check(control_of(fields)).ok());
}

}  // namespace
}  // namespace slipway::apt
