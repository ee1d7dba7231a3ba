#include "repo-format/deb/canonical_control.hpp"

#include "tests/support/must.hpp"

namespace slipway::deb {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// Of a package that lacks nothing, with one field more.
Result<CanonicalControl> canonical(const char* field, std::string_view value) {
    auto control = MUST(Paragraph::parse("Package: hello\nArchitecture: all\nMaintainer: a\nDescription: b\n"));
    control.append(field, std::string(value));
    return canonical_control(control);
}

struct Written {
    const char* because;
    const char* field;
    const char* value;
    const char* written;
};

class WrittenFieldTest : public ::testing::TestWithParam<Written> {};

TEST_P(WrittenFieldTest, HasOneSpelling) {
    const auto result = MUST(canonical(GetParam().field, GetParam().value));

    EXPECT_EQ(result.control.find(GetParam().field), GetParam().written);
    EXPECT_THAT(result.warnings, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Control, WrittenFieldTest,
                         ::testing::Values(Written{"Relations", "depends", "a(=1)", "a (= 1)"},
                                           Written{"MultiArch", "Multi-Arch", "Foreign", "foreign"},
                                           Written{"Essential", "Essential", "YES", "yes"},
                                           Written{"Protected", "Protected", "No", "no"},
                                           Written{"Priority", "Priority", "Optional", "optional"},
                                           Written{"APriorityThatNobodyKnows", "Priority", "Medium", "Medium"},
                                           Written{"APercentage", "Phased-Update-Percentage", "10", "10"},
                                           Written{"BuiltUsing", "Built-Using", "gcc-12(=12.2)", "gcc-12 (= 12.2)"},
                                           Written{"LinesOfAnUnknownField", "X-Lines", "\n a\n b", "\n a\n b"}),
                         [](const auto& row) { return row.param.because; });

class LeftOutTest : public ::testing::TestWithParam<const char*> {};

TEST_P(LeftOutTest, IsNotInTheStanzaAndWarnedOf) {
    const auto result = MUST(canonical(GetParam(), "1"));

    EXPECT_EQ(result.control.find(GetParam()), std::nullopt);
    EXPECT_THAT(result.warnings, Contains(AllOf(HasSubstr(GetParam()), HasSubstr("it belongs to the index"))));
}

INSTANTIATE_TEST_SUITE_P(FieldsOfTheIndex, LeftOutTest,
                         ::testing::Values("Filename", "filename", "MSDOS-Filename", "Size", "MD5sum", "SHA1", "SHA256",
                                           "SHA512", "Description-md5"),
                         [](const auto& row) {
                             std::string name = row.param;
                             std::erase(name, '-');
                             return name;
                         });

TEST(CanonicalControl, LeavesOutFieldsWithoutAValue) {
    for (const auto* field : {"Provides", "Depends", "Multi-Arch", "Essential", "Source", "X-Own"})
        EXPECT_EQ(MUST(canonical(field, "")).control.find(field), std::nullopt) << field;
}

struct Refused {
    const char* because;
    const char* field;
    const char* value;
    const char* message;
};

class RefusedFieldTest : public ::testing::TestWithParam<Refused> {};

TEST_P(RefusedFieldTest, IsRefusedNamingFieldAndRemedy) {
    const auto result = canonical(GetParam().field, GetParam().value);

    EXPECT_FAULT(result, Fault::invalid_input);
    EXPECT_EQ(result.error().code(), "invalid-package");
    EXPECT_THAT(result.error().message(),
                AllOf(HasSubstr(fmt::format("control: field {}: ", GetParam().field)), HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    Control, RefusedFieldTest,
    ::testing::Values(Refused{"Status", "Status", "install ok installed", "dpkg's status database"},
                      Refused{"ConfigVersion", "Config-Version", "1", "leave it out"},
                      Refused{"Conffiles", "Conffiles", "\n /etc/a 00", "leave it out"},
                      Refused{"TriggersPending", "Triggers-Pending", "a", "leave it out"},
                      Refused{"TriggersAwaited", "triggers-awaited", "a", "leave it out"},
                      Refused{"Recommended", "Recommended", "a", "write Recommends"},
                      Refused{"Optional", "Optional", "a", "write Suggests"},
                      Refused{"Revision", "Revision", "1", "write Version"},
                      Refused{"AShortName", "X", "1", "no field name of one character"},
                      Refused{"Alternatives", "Conflicts", "a | b", "write them as entries, with ','"},
                      Refused{"MultiArch", "Multi-Arch", "maybe", "write no, same, foreign or allowed"},
                      Refused{"SameOfAll", "Multi-Arch", "same", "write \"foreign\""},
                      Refused{"Essential", "Essential", "perhaps", "write yes or no"},
                      Refused{"Important", "Important", "very", "write yes or no"},
                      Refused{"PriorityWithATail", "Priority", "optional-x", "write \"optional\""},
                      Refused{"Percentage", "Phased-Update-Percentage", "101", "no number from 0 to 100"},
                      Refused{"AnEmptySize", "Size", "", "leave it out"}),
    [](const auto& row) { return row.param.because; });

TEST(CanonicalControl, WantsAsManySizesAsFileNames) {
    const auto control = MUST(Paragraph::parse("Filename: a\nSize: 1 2\n"));

    const auto result = canonical_control(control);

    EXPECT_FAULT(result, Fault::invalid_input);
    EXPECT_THAT(result.error().message(), HasSubstr("field Size: it has not as many values as its neighbours"));
}

TEST(CanonicalControl, WarnsOfWhatDpkgWarnsOf) {
    const auto control = MUST(Paragraph::parse("Package: hello\nDepends: a (< 1)\n"));

    const auto warnings = MUST(canonical_control(control)).warnings;

    EXPECT_THAT(warnings, Contains("Maintainer: it is missing, of which dpkg warns"));
    EXPECT_THAT(warnings, Contains(HasSubstr("Depends: in \"a (< 1)\" dpkg takes")));
    EXPECT_THAT(warnings, Each(Not(HasSubstr("\n"))));
}

TEST(CanonicalControl, CopiesABuiltUsingThatNobodyReads) {
    const auto result = MUST(canonical("Built-Using", "gcc-12 (12.2"));

    EXPECT_EQ(result.control.find("Built-Using"), "gcc-12 (12.2");
    EXPECT_THAT(result.warnings, Contains(HasSubstr("Built-Using: it is copied as it is")));
}

}  // namespace
}  // namespace slipway::deb
