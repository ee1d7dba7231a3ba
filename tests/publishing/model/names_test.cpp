#include "publishing/model/names.hpp"

#include "tests/support/must.hpp"

namespace slipway::publishing {
namespace {

struct Refused {
    const char* because;
    NameOf kind;
    std::string name;
    const char* nearest;
};
class RefusedNameTest : public testing::TestWithParam<Refused> {};

TEST_P(RefusedNameTest, IsAnsweredWithTheNearestAllowedOne) {
    const auto checked = check_name(GetParam().kind, GetParam().name);

    EXPECT_FAULT(checked, Fault::invalid_input);
    EXPECT_EQ(checked.error().code(), "invalid-name");
    EXPECT_THAT(checked.error().message(),
                testing::HasSubstr("'" + std::string(GetParam().nearest) + "' would be allowed"));
    EXPECT_TRUE(check_name(GetParam().kind, GetParam().nearest).ok());
}
INSTANTIATE_TEST_SUITE_P(Names, RefusedNameTest,
                         testing::Values(Refused{"Empty", NameOf::channel, "", "channel"},
                                         Refused{"UpperCase", NameOf::repository, "Main", "main"},
                                         Refused{"Blank", NameOf::repository, "my repo", "my-repo"},
                                         Refused{"LeadingDot", NameOf::distro, ".hidden", "hidden"},
                                         Refused{"Slash", NameOf::channel, "a/b", "a-b"},
                                         Refused{"ReservedEnding", NameOf::channel, "dev.sh", "dev-sh"},
                                         Refused{"ReservedRepository", NameOf::repository, "api", "api-1"},
                                         Refused{"ReservedChannel", NameOf::channel, "snapshots", "snapshots-1"},
                                         Refused{"ReservedDistro", NameOf::distro, "package", "package-1"},
                                         Refused{"PinLikeARevision", NameOf::pin, "r12", "r12-1"},
                                         Refused{"PinLikeATime", NameOf::pin, "20261123t120000z", "20261123t120000z-1"},
                                         Refused{"TooLong", NameOf::channel, std::string(64, 'x'),
                                                 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}),
                         [](const auto& row) { return row.param.because; });

TEST(CheckName, AllowsWhatIsReservedForOthersOnly) {
    EXPECT_TRUE(check_name(NameOf::distro, "api").ok());
    EXPECT_TRUE(check_name(NameOf::repository, "dists").ok());
    EXPECT_TRUE(check_name(NameOf::channel, "r12").ok());
    EXPECT_TRUE(check_name(NameOf::pin, "release-2026.11").ok());
    EXPECT_TRUE(check_name(NameOf::pin, "r12b").ok());
    EXPECT_TRUE(check_name(NameOf::component, "non-free-firmware").ok());
    EXPECT_TRUE(check_name(NameOf::architecture, "x86_64").ok());
}

TEST(CheckDescription, AllowsLinesButNoControlCharacters) {
    EXPECT_TRUE(check_description("Packages of\r\nExample \xc3\xa4\n").ok());
    EXPECT_EQ(check_description("a\rOrigin: b").error().code(), "invalid-field");
    EXPECT_FAULT(check_description("a\x1b[2J"), Fault::invalid_input);
}

TEST(CheckOrigin, HasItsOwnSyntax) {
    EXPECT_TRUE(check_origin("Example Corp. 1").ok());
    EXPECT_FAULT(check_origin("a\nb"), Fault::invalid_input);
    EXPECT_FAULT(check_origin(""), Fault::invalid_input);
}

}  // namespace
}  // namespace slipway::publishing
