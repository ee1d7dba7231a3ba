#include "repo-format/deb/architectures.hpp"

#include "tests/support/command.hpp"

#include <gmock/gmock.h>

#include <set>
#include <sstream>

namespace slipway::deb {
namespace {

using testing::run_command;

TEST(DebArchitectures, AreThoseOfTheInstalledDpkg) {
    const auto listed = run_command({"dpkg-architecture", "-L"});
    ASSERT_EQ(listed.exit_code, 0) << "dpkg-dev is a dependency of the build";
    std::istringstream lines(listed.output);
    std::set<std::string> of_dpkg;
    for (std::string line; std::getline(lines, line);) of_dpkg.insert(line);

    for (const auto& name : of_dpkg) EXPECT_TRUE(is_known_architecture(name)) << name;
    const bool is_1_21 = run_command({"dpkg-architecture", "--version"}).output.find(" 1.21.") != std::string::npos;
    if (!is_1_21) return;  // others may have dropped some
    const auto known = known_architectures();
    EXPECT_EQ(std::set<std::string>(known.begin(), known.end()), of_dpkg);
    EXPECT_EQ(known.size(), of_dpkg.size());
}

TEST(DebArchitectures, AreNeitherWildcardsNorOthersNames) {
    for (const auto* name :
         {"", "any", "linux-any", "any-amd64", "source", "aarch64", "x86_64", "AMD64", "amd64-", "bogus"})
        EXPECT_FALSE(is_known_architecture(name)) << name;
}

struct Meant {
    const char* written;
    const char* meant;
};

class DebArchitectureMeantTest : public ::testing::TestWithParam<Meant> {};

TEST_P(DebArchitectureMeantTest, IsTheNearest) {
    EXPECT_EQ(nearest_architecture(GetParam().written), GetParam().meant);
}

INSTANTIATE_TEST_SUITE_P(By, DebArchitectureMeantTest,
                         ::testing::Values(Meant{"aarch64", "arm64"}, Meant{"x86_64", "amd64"},
                                           Meant{"armhfp", "armhf"}, Meant{"AMD64", "amd64"}, Meant{"adm64", "amd64"},
                                           Meant{"riscv", "riscv64"}, Meant{"ppc64le", "ppc64el"},
                                           Meant{"i686", "i386"}, Meant{"noarch", "all"}, Meant{"any", "all"},
                                           Meant{"hurd-adm64", "hurd-amd64"}),
                         [](const auto& row) { return std::to_string(row.index); });

}  // namespace
}  // namespace slipway::deb
