#include "repo-format/deb/version.hpp"

#include "tests/support/command.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

namespace slipway::deb {
namespace {

using ::testing::HasSubstr;

struct VersionOrder {
    const char* because;
    std::string older;
    std::string newer;
};

class VersionOrderTest : public ::testing::TestWithParam<VersionOrder> {};

TEST_P(VersionOrderTest, HoldsInBothDirections) {
    EXPECT_TRUE(compare_versions(GetParam().older, GetParam().newer) < 0);
    EXPECT_TRUE(compare_versions(GetParam().newer, GetParam().older) > 0);
    EXPECT_TRUE(compare_versions(GetParam().older, GetParam().older) == 0);
}

INSTANTIATE_TEST_SUITE_P(Debian, VersionOrderTest,
                         ::testing::Values(VersionOrder{"TildeSortsBeforeTheEnd", "1.0~rc1", "1.0"},
                                           VersionOrder{"TwoTildesSortBeforeOne", "1.0~~", "1.0~"},
                                           VersionOrder{"TheEndSortsBeforeALetter", "1.0", "1.0a"},
                                           VersionOrder{"LettersSortBeforeOtherCharacters", "1.0a", "1.0+b"},
                                           VersionOrder{"UpperCaseSortsBeforeLowerCase", "1.0B", "1.0a"},
                                           VersionOrder{"EpochOutranksEverything", "9.9", "1:0.1"},
                                           VersionOrder{"NumbersCompareAsNumbers", "1.9", "1.10"},
                                           VersionOrder{"TheRevisionDecidesLast", "1.0-1", "1.0-1+deb12u1"},
                                           VersionOrder{"TheLastHyphenBeginsTheRevision", "1-2-1", "1-2-2"},
                                           VersionOrder{"NumbersMayBeLongerThanAnyInteger", "1." + std::string(80, '8'),
                                                        "1." + std::string(79, '8') + "9"}),
                         [](const auto& row) { return row.param.because; });

struct SameVersion {
    const char* because;
    const char* a;
    const char* b;
};

class SameVersionTest : public ::testing::TestWithParam<SameVersion> {};

TEST_P(SameVersionTest, IsEquivalent) { EXPECT_TRUE(compare_versions(GetParam().a, GetParam().b) == 0); }

INSTANTIATE_TEST_SUITE_P(Debian, SameVersionTest,
                         ::testing::Values(SameVersion{"ARevisionOfZero", "1.0", "1.0-0"},
                                           SameVersion{"AnEpochOfZero", "1.0", "0:1.0"},
                                           SameVersion{"LeadingZeros", "1.02", "1.2"},
                                           SameVersion{"AMissingNumber", "1.a", "1.a0"}),
                         [](const auto& row) { return row.param.because; });

/// Versions made of the parts where orders go wrong.
std::vector<std::string> intricate_versions() {
    std::vector<std::string> versions;
    for (const char* epoch : {"", "0:", "1:", "10:"})
        for (const char* upstream : {"1", "1.0", "01.0", "1.00", "1.0~rc1", "1.0~", "1.0+b1", "1.0a", "1.0Z", "1.0.1",
                                     "1-0", "9", "10", "1.18446744073709551617", "1:0"})
            for (const char* revision : {"", "-0", "-1", "-1~bpo", "-1+b1", "-01", "-a"})
                versions.push_back(std::string(epoch) + upstream + revision);
    // "1:0" is an upstream version only behind an epoch.
    std::erase_if(versions, [](const auto& version) { return version.starts_with("1:0") && version[2] == '0'; });
    return versions;
}

struct Pair {
    std::string a, b;
};

/// Every version with `count` others, spread over the whole list.
std::vector<Pair> pairs_of(const std::vector<std::string>& versions, std::size_t count) {
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < versions.size(); ++i)
        for (std::size_t step = 1; step <= count; ++step)
            pairs.push_back({versions[i], versions[(i + step * step * 7) % versions.size()]});
    return pairs;
}

char relation_of(std::weak_ordering order) { return order < 0 ? '<' : order > 0 ? '>' : '='; }

TEST(VersionOracle, DpkgOrdersTheSameWay) {
    const auto pairs = pairs_of(intricate_versions(), 2);
    const testing::TempDir directory;
    std::string lines, ours;
    for (const auto& pair : pairs) {
        lines += pair.a + " " + pair.b + "\n";
        ours += fmt::format("{} {} {}\n", pair.a, relation_of(compare_versions(pair.a, pair.b)), pair.b);
    }
    directory.write("pairs", lines);
    directory.write("compare",
                    "while read a b; do\n"
                    "  if dpkg --compare-versions $a lt $b; then echo \"$a < $b\"\n"
                    "  elif dpkg --compare-versions $a eq $b; then echo \"$a = $b\"\n"
                    "  else echo \"$a > $b\"; fi\n"
                    "done < pairs\n");

    const auto theirs = testing::run_command({"sh", "compare"}, directory.path());

    EXPECT_EQ(theirs.output, ours);
}

struct BadVersion {
    const char* because;
    std::string version;
    const char* message;
};

class BadVersionTest : public ::testing::TestWithParam<BadVersion> {};

TEST_P(BadVersionTest, IsRefusedSayingWhy) {
    const auto checked = check_version(GetParam().version);

    EXPECT_FAULT(checked, Fault::invalid_input);
    EXPECT_THAT(checked.error().message(), HasSubstr(GetParam().message));
}

TEST_P(BadVersionTest, IsRefusedByDpkgToo) {
    const auto dpkg = testing::run_command({"dpkg", "--validate-version", GetParam().version});

    EXPECT_NE(dpkg.exit_code, 0) << dpkg.output;
}

INSTANTIATE_TEST_SUITE_P(Policy, BadVersionTest,
                         ::testing::Values(BadVersion{"Empty", "", "it is empty"},
                                           BadVersion{"AnEmptyEpoch", ":1.0", "the epoch is not a number"},
                                           BadVersion{"ANegativeEpoch", "-1:1.0", "the epoch is not a number"},
                                           BadVersion{"AnEpochBeyondAnInt", "2147483648:1.0", "the epoch is too big"},
                                           BadVersion{"OnlyAnEpoch", "1:", "the upstream version is empty"},
                                           BadVersion{"OnlyARevision", "-1", "the upstream version is empty"},
                                           BadVersion{"ALetterInFront", "v1.0", "does not start with a digit"},
                                           BadVersion{"ASlash", "1.0/../2", "\"/\" in the upstream version"},
                                           BadVersion{"ABlank", "1.0 1", "\" \" in the upstream version"},
                                           BadVersion{"AnUnderscore", "1_0", "\"_\" in the upstream version"},
                                           BadVersion{"AnEmptyRevision", "1.0-", "the revision is empty"},
                                           BadVersion{"AColonInTheRevision", "1:1.0-a:b", "\":\" in the revision"},
                                           BadVersion{"ABackslashInTheRevision", "1.0-1\\", "\"\\\" in the revision"}),
                         [](const auto& row) { return row.param.because; });

TEST(Version, EveryIntricateVersionIsValid) {
    for (const auto& version : intricate_versions()) EXPECT_TRUE(check_version(version).ok()) << version;
}

TEST(Version, WithoutEpochKeepsLaterColons) {
    EXPECT_EQ(without_epoch("1:2.0-1"), "2.0-1");
    EXPECT_EQ(without_epoch("1:2:0"), "2:0");
    EXPECT_EQ(without_epoch("2.0"), "2.0");
}

}  // namespace
}  // namespace slipway::deb
